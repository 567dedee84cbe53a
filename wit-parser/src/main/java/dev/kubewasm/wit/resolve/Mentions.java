package dev.kubewasm.wit.resolve;

import dev.kubewasm.wit.model.Type;
import dev.kubewasm.wit.model.TypeDef;
import java.util.Optional;
import java.util.stream.Stream;

/** The types that others are made of. */
public final class Mentions {
    private Mentions() {}

    /** The types written in a definition, in the order written. */
    public static Stream<Type> parts(TypeDef.Kind kind) {
        return switch (kind) {
            case TypeDef.Kind.RecordType r -> r.fields().stream().map(TypeDef.Field::type);
            case TypeDef.Kind.VariantType v -> v.cases().stream().flatMap(c -> c.payload().stream());
            case TypeDef.Kind.EnumType ignored -> Stream.empty();
            case TypeDef.Kind.FlagsType ignored -> Stream.empty();
            case TypeDef.Kind.ResourceType ignored -> Stream.empty();
            case TypeDef.Kind.Alias alias -> Stream.of(alias.target());
            case TypeDef.Kind.ResourceAlias alias -> Stream.of(new Type.Own(alias.target()));
        };
    }

    /** The definitions that {@code type} names. */
    public static Stream<TypeDef> definitions(Type type) {
        return switch (type) {
            case Type.Primitive ignored -> Stream.empty();
            case Type.Named named -> Stream.of(named.def());
            case Type.Own own -> Stream.of(own.resource());
            case Type.Borrow borrow -> Stream.of(borrow.resource());
            case Type.ListOf list -> definitions(list.element());
            case Type.FixedLengthListOf list -> definitions(list.element());
            case Type.MapOf map -> Stream.concat(definitions(map.key()), definitions(map.value()));
            case Type.OptionOf option -> definitions(option.some());
            case Type.ResultOf result -> Stream.concat(definitions(result.ok()), definitions(result.err()));
            case Type.TupleOf tuple -> tuple.elements().stream().flatMap(Mentions::definitions);
            case Type.FutureOf future -> definitions(future.element());
            case Type.StreamOf stream -> definitions(stream.element());
        };
    }

    private static Stream<TypeDef> definitions(Optional<Type> type) {
        return type.stream().flatMap(Mentions::definitions);
    }
}

package dev.kubewasm.wit.json;

import dev.kubewasm.wit.model.Docs;
import dev.kubewasm.wit.model.Type;
import dev.kubewasm.wit.model.TypeDef;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The shapes of types, given what their parts are called. */
final class Shapes {
    private final Function<TypeDef, Ref.Id> named;
    private final Function<Type, Ref> used;

    /** With what a definition is called and what a type is called where it is used. */
    Shapes(Function<TypeDef, Ref.Id> named, Function<Type, Ref> used) {
        this.named = named;
        this.used = used;
    }

    /** The shape of a definition. */
    Shape of(TypeDef.Kind kind) {
        return switch (kind) {
            case TypeDef.Kind.RecordType rec ->
                Shape.of(
                        "record",
                        rec.fields().stream()
                                .map(field -> used.apply(field.type()))
                                .toList(),
                        (out, parts) -> member(
                                out,
                                "record",
                                () -> list(out, "fields", rec.fields().size(), i -> {
                                    TypeDef.Field field = rec.fields().get(i);
                                    out.name("name").string(field.name()).name("type");
                                    parts.get(i).write(out);
                                    docs(out, field.docs());
                                })));
            case TypeDef.Kind.VariantType variant ->
                Shape.of(
                        "variant",
                        variant.cases().stream().map(c -> optional(c.payload())).toList(),
                        (out, parts) -> member(
                                out,
                                "variant",
                                () -> list(out, "cases", parts.size(), i -> {
                                    TypeDef.Case c = variant.cases().get(i);
                                    out.name("name").string(c.name()).name("type");
                                    parts.get(i).write(out);
                                    docs(out, c.docs());
                                })));
            case TypeDef.Kind.EnumType en -> labels("enum", "cases", en.cases());
            case TypeDef.Kind.FlagsType flags -> labels("flags", "flags", flags.flags());
            case TypeDef.Kind.ResourceType ignored ->
                Shape.plain("resource", List.of(), (out, parts) -> out.string("resource"));
            case TypeDef.Kind.ResourceAlias alias -> single("type", false, named.apply(alias.target()));
            case TypeDef.Kind.Alias alias ->
                switch (alias.target()) {
                    case Type.Named target -> single("type", false, named.apply(target.def()));
                    case Type.Primitive target -> single("type", false, used.apply(target));
                    default -> of(alias.target());
                };
        };
    }

    /** The shape of a type that is neither primitive nor a name. */
    Shape of(Type type) {
        return switch (type) {
            case Type.Own own -> handle("own", own.resource());
            case Type.Borrow borrow -> handle("borrow", borrow.resource());
            case Type.ListOf list -> single("list", true, used.apply(list.element()));
            case Type.OptionOf option -> single("option", true, used.apply(option.some()));
            case Type.FutureOf future -> single("future", true, optional(future.element()));
            case Type.StreamOf stream -> single("stream", true, optional(stream.element()));
            case Type.FixedLengthListOf list ->
                Shape.of(
                        "fixed-length-list " + list.length(),
                        List.of(used.apply(list.element())),
                        (out, parts) -> member(
                                out,
                                "fixed-length-list",
                                () -> out.array(() -> {
                                    parts.getFirst().write(out);
                                    out.number(list.length());
                                })));
            case Type.MapOf map ->
                Shape.of(
                        "map",
                        Stream.of(map.key(), map.value()).map(used).toList(),
                        (out, parts) ->
                                member(out, "map", () -> out.array(() -> parts.forEach(part -> part.write(out)))));
            case Type.TupleOf tuple ->
                Shape.of(
                        "tuple",
                        tuple.elements().stream().map(used).toList(),
                        (out, parts) -> member(
                                out,
                                "tuple",
                                () -> out.object(
                                        () -> out.name("types").array(() -> parts.forEach(part -> part.write(out))))));
            case Type.ResultOf result ->
                Shape.of(
                        "result",
                        Stream.of(result.ok(), result.err()).map(this::optional).toList(),
                        (out, parts) -> member(
                                out,
                                "result",
                                () -> out.object(() -> {
                                    out.name("ok");
                                    parts.getFirst().write(out);
                                    out.name("err");
                                    parts.getLast().write(out);
                                })));
            case Type.Primitive primitive -> single("type", false, used.apply(primitive));
            case Type.Named target -> single("type", false, named.apply(target.def()));
        };
    }

    private Ref optional(Optional<Type> type) {
        return type.map(used).orElseGet(Ref.Nothing::new);
    }

    private Shape handle(String label, TypeDef resource) {
        return handle(label, named.apply(resource));
    }

    /** A handle, {@code own} or {@code borrow}. */
    static Shape handle(String label, Ref.Id resource) {
        return Shape.plain(
                label,
                List.of(resource),
                (out, parts) -> member(
                        out,
                        "handle",
                        () -> member(out, label, () -> parts.getFirst().write(out))));
    }

    private static Shape single(String label, boolean wraps, Ref part) {
        return new Shape(
                label,
                wraps,
                List.of(part),
                (out, parts) -> member(out, label, () -> parts.getFirst().write(out)));
    }

    private static Shape labels(String kind, String members, List<TypeDef.Label> labels) {
        return Shape.plain(
                kind,
                List.of(),
                (out, parts) -> member(
                        out,
                        kind,
                        () -> list(out, members, labels.size(), i -> {
                            out.name("name").string(labels.get(i).name());
                            docs(out, labels.get(i).docs());
                        })));
    }

    /** The documentation of something, where there is any, as a member. */
    static void docs(JsonWriter out, Docs docs) {
        if (!docs.equals(Docs.NONE)) {
            out.name("docs").object(() -> out.name("contents").string(docs.text()));
        }
    }

    private static void member(JsonWriter out, String name, Runnable value) {
        out.object(() -> {
            out.name(name);
            value.run();
        });
    }

    private static void list(JsonWriter out, String name, int size, java.util.function.IntConsumer members) {
        out.object(() -> out.name(name).array(() -> {
            for (int i = 0; i < size; i++) {
                int at = i;
                out.object(() -> members.accept(at));
            }
        }));
    }
}

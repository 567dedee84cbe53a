package dev.kubewasm.runtime.link;

import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.ValueType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Types as WIT would write them if it let one write them in place: for messages and printed plans. */
final class TypeText {
    private TypeText() {}

    static String of(FuncType type) {
        String params = type.params().stream()
                .map(p -> p.name() + ": " + of(p.type()))
                .collect(Collectors.joining(", ", "func(", ")"));
        return params + type.result().map(r -> " -> " + of(r)).orElse("");
    }

    static String of(ValueType type) {
        return switch (type) {
            case ValueType.Primitive p -> p.text();
            case ValueType.ListOf list -> "list<" + of(list.element()) + ">";
            case ValueType.FixedListOf list -> "list<" + of(list.element()) + ", " + list.length() + ">";
            case ValueType.MapOf map -> "map<" + of(map.key()) + ", " + of(map.value()) + ">";
            case ValueType.RecordOf r ->
                r.fields().stream()
                        .map(f -> f.name() + ": " + of(f.type()))
                        .collect(Collectors.joining(", ", "record { ", " }"));
            case ValueType.TupleOf tuple ->
                tuple.elements().stream().map(TypeText::of).collect(Collectors.joining(", ", "tuple<", ">"));
            case ValueType.VariantOf variant ->
                variant.cases().stream()
                        .map(c -> c.name()
                                + c.payload().map(p -> "(" + of(p) + ")").orElse(""))
                        .collect(Collectors.joining(", ", "variant { ", " }"));
            case ValueType.EnumOf e -> names("enum", e.names());
            case ValueType.FlagsOf flags -> names("flags", flags.names());
            case ValueType.OptionOf option -> "option<" + of(option.some()) + ">";
            case ValueType.ResultOf result -> result(result.ok(), result.err());
            case ValueType.Own own -> "own<" + own.resource().name() + ">";
            case ValueType.Borrow borrow -> "borrow<" + borrow.resource().name() + ">";
        };
    }

    private static String names(String what, List<String> names) {
        return what + " { " + String.join(", ", names) + " }";
    }

    private static String result(Optional<ValueType> ok, Optional<ValueType> err) {
        if (ok.isEmpty() && err.isEmpty()) {
            return "result";
        }
        String first = ok.map(TypeText::of).orElse("_");
        return "result<" + first + err.map(e -> ", " + of(e)).orElse("") + ">";
    }
}

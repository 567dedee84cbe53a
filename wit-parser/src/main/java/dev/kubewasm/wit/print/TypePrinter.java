package dev.kubewasm.wit.print;

import dev.kubewasm.wit.model.Type;
import java.util.Optional;
import java.util.stream.Collectors;

/** Types as WIT text, named types by their names. */
public final class TypePrinter {
    private TypePrinter() {}

    /** The WIT spelling of {@code type}, for example {@code result<list<quote>, string>}. */
    public static String print(Type type) {
        return switch (type) {
            case Type.Primitive primitive -> primitive.text();
            case Type.ListOf list -> "list<" + print(list.element()) + ">";
            case Type.FixedLengthListOf list -> "list<" + print(list.element()) + ", " + list.length() + ">";
            case Type.MapOf map -> "map<" + print(map.key()) + ", " + print(map.value()) + ">";
            case Type.OptionOf option -> "option<" + print(option.some()) + ">";
            case Type.ResultOf result -> result(result);
            case Type.TupleOf tuple ->
                tuple.elements().stream().map(TypePrinter::print).collect(Collectors.joining(", ", "tuple<", ">"));
            case Type.FutureOf future -> "future" + argument(future.element());
            case Type.StreamOf stream -> "stream" + argument(stream.element());
            case Type.Own own -> Names.id(own.resource().name());
            case Type.Borrow borrow -> "borrow<" + Names.id(borrow.resource().name()) + ">";
            case Type.Named named -> Names.id(named.def().name());
        };
    }

    private static String result(Type.ResultOf result) {
        if (result.err().isEmpty()) {
            return "result" + argument(result.ok());
        }
        String ok = result.ok().map(TypePrinter::print).orElse("_");
        return "result<" + ok + ", " + print(result.err().get()) + ">";
    }

    private static String argument(Optional<Type> type) {
        return type.map(t -> "<" + print(t) + ">").orElse("");
    }
}

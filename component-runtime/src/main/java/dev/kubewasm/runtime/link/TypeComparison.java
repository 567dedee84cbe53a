package dev.kubewasm.runtime.link;

import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.runtime.value.ValueType.ResourceId;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Compares the type of a function as it is imported with the type as it is supplied. They must be equal: the Component
 * Model has no subtyping between value types.
 */
public final class TypeComparison {
    private final BiPredicate<ResourceId, ResourceId> sameResource;
    private final boolean paramNames;

    /**
     * A comparison.
     *
     * @param sameResource whether a resource of the import is one of the supplier
     * @param paramNames whether the names of parameters are compared
     */
    public TypeComparison(BiPredicate<ResourceId, ResourceId> sameResource, boolean paramNames) {
        this.sameResource = sameResource;
        this.paramNames = paramNames;
    }

    /**
     * Where two types differ first.
     *
     * @param path from the function inward: {@code result › list element › field base-price}
     */
    public record Difference(String path, String expected, String found) {
        Difference in(String outer) {
            return new Difference(path.isEmpty() ? outer : outer + " › " + path, expected, found);
        }
    }

    /** Where the types differ; empty if they are equal. */
    public Optional<Difference> function(FuncType expected, FuncType found) {
        if (expected.params().size() != found.params().size()) {
            return differ(
                    expected.params().size() + " parameters", found.params().size() + " parameters");
        }
        for (int i = 0; i < expected.params().size(); i++) {
            FuncType.Param wanted = expected.params().get(i);
            FuncType.Param has = found.params().get(i);
            if (paramNames && !wanted.name().equals(has.name())) {
                return differ("parameter " + wanted.name(), "parameter " + has.name());
            }
            Optional<Difference> inner = value(wanted.type(), has.type());
            if (inner.isPresent()) {
                return inner.map(d -> d.in("parameter " + wanted.name()));
            }
        }
        return optional("result", expected.result(), found.result());
    }

    private static Optional<Difference> differ(String expected, String found) {
        return Optional.of(new Difference("", expected, found));
    }

    private Optional<Difference> optional(String what, Optional<ValueType> expected, Optional<ValueType> found) {
        if (expected.isEmpty() && found.isEmpty()) {
            return Optional.empty();
        }
        if (expected.isEmpty() || found.isEmpty()) {
            return differ(
                            expected.map(TypeText::of).orElse("nothing"),
                            found.map(TypeText::of).orElse("nothing"))
                    .map(d -> d.in(what));
        }
        return value(expected.get(), found.get()).map(d -> d.in(what));
    }

    private Optional<Difference> value(ValueType expected, ValueType found) {
        if (!expected.getClass().equals(found.getClass())) {
            return differ(TypeText.of(expected), TypeText.of(found));
        }
        return switch (expected) {
            case ValueType.ListOf e ->
                value(e.element(), ((ValueType.ListOf) found).element()).map(d -> d.in("list element"));
            case ValueType.FixedListOf e -> {
                ValueType.FixedListOf f = (ValueType.FixedListOf) found;
                yield e.length() != f.length()
                        ? differ(TypeText.of(expected), TypeText.of(found))
                        : value(e.element(), f.element()).map(d -> d.in("list element"));
            }
            case ValueType.MapOf e -> {
                ValueType.MapOf f = (ValueType.MapOf) found;
                yield value(e.key(), f.key()).map(d -> d.in("map key")).or(() -> value(e.value(), f.value())
                        .map(d -> d.in("map value")));
            }
            case ValueType.OptionOf e ->
                value(e.some(), ((ValueType.OptionOf) found).some()).map(d -> d.in("option"));
            case ValueType.ResultOf e ->
                optional("ok", e.ok(), ((ValueType.ResultOf) found).ok())
                        .or(() -> optional("err", e.err(), ((ValueType.ResultOf) found).err()));
            case ValueType.TupleOf e -> tuple(e, (ValueType.TupleOf) found);
            case ValueType.RecordOf e -> record(e, (ValueType.RecordOf) found);
            case ValueType.VariantOf e -> variant(e, (ValueType.VariantOf) found);
            case ValueType.Own e -> resource(e, e.resource(), found, ((ValueType.Own) found).resource());
            case ValueType.Borrow e -> resource(e, e.resource(), found, ((ValueType.Borrow) found).resource());
            case ValueType.EnumOf e -> names("case", e.names(), ((ValueType.EnumOf) found).names());
            case ValueType.FlagsOf e -> names("flag", e.names(), ((ValueType.FlagsOf) found).names());
            case ValueType.Primitive e ->
                e == found ? Optional.empty() : differ(TypeText.of(expected), TypeText.of(found));
        };
    }

    private Optional<Difference> tuple(ValueType.TupleOf expected, ValueType.TupleOf found) {
        if (expected.elements().size() != found.elements().size()) {
            return differ(TypeText.of(expected), TypeText.of(found));
        }
        for (int i = 0; i < expected.elements().size(); i++) {
            int index = i;
            Optional<Difference> inner =
                    value(expected.elements().get(i), found.elements().get(i));
            if (inner.isPresent()) {
                return inner.map(d -> d.in("element " + index));
            }
        }
        return Optional.empty();
    }

    private Optional<Difference> record(ValueType.RecordOf expected, ValueType.RecordOf found) {
        Optional<Difference> byName = names(
                "field",
                expected.fields().stream().map(ValueType.Field::name).toList(),
                found.fields().stream().map(ValueType.Field::name).toList());
        if (byName.isPresent()) {
            return byName;
        }
        for (int i = 0; i < expected.fields().size(); i++) {
            ValueType.Field field = expected.fields().get(i);
            Optional<Difference> inner =
                    value(field.type(), found.fields().get(i).type());
            if (inner.isPresent()) {
                return inner.map(d -> d.in("field " + field.name()));
            }
        }
        return Optional.empty();
    }

    private Optional<Difference> variant(ValueType.VariantOf expected, ValueType.VariantOf found) {
        Optional<Difference> byName = names(
                "case",
                expected.cases().stream().map(ValueType.Case::name).toList(),
                found.cases().stream().map(ValueType.Case::name).toList());
        if (byName.isPresent()) {
            return byName;
        }
        for (int i = 0; i < expected.cases().size(); i++) {
            ValueType.Case c = expected.cases().get(i);
            Optional<Difference> inner = optional(
                    "case " + c.name(), c.payload(), found.cases().get(i).payload());
            if (inner.isPresent()) {
                return inner;
            }
        }
        return Optional.empty();
    }

    private static Optional<Difference> names(String what, List<String> expected, List<String> found) {
        for (int i = 0; i < Math.max(expected.size(), found.size()); i++) {
            String wanted = i < expected.size() ? what + " " + expected.get(i) : "no " + what + " there";
            String has = i < found.size() ? what + " " + found.get(i) : "no " + what + " there";
            if (!wanted.equals(has)) {
                return differ(wanted, has);
            }
        }
        return Optional.empty();
    }

    private Optional<Difference> resource(ValueType expected, ResourceId wanted, ValueType found, ResourceId has) {
        return sameResource.test(wanted, has) ? Optional.empty() : differ(TypeText.of(expected), TypeText.of(found));
    }
}

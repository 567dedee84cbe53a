package dev.kubewasm.runtime.wave;

import dev.kubewasm.runtime.value.ValueType;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Types for messages, in WIT spelling; what goes beyond {@link #MAX_LENGTH} is left out. */
final class TypeText {
    private static final int MAX_LENGTH = 160;

    private final StringBuilder out = new StringBuilder();

    private TypeText() {}

    static String of(ValueType type) {
        TypeText text = new TypeText();
        text.append(type);
        return text.shortened();
    }

    /** {@code name: type}. */
    static String ofField(String name, ValueType type) {
        TypeText text = new TypeText();
        text.field(name, type);
        return text.shortened();
    }

    private String shortened() {
        return out.length() <= MAX_LENGTH ? out.toString() : out.substring(0, MAX_LENGTH) + "...";
    }

    /** Appends nothing when there is text enough: that bounds the time for wide types and the recursion for deep ones. */
    private void append(ValueType type) {
        if (out.length() > MAX_LENGTH) {
            return;
        }
        switch (type) {
            case ValueType.Primitive p -> out.append(p.text());
            case ValueType.ListOf l -> wrap("list", l.element());
            case ValueType.FixedListOf l -> {
                out.append("list<");
                append(l.element());
                out.append(", ").append(l.length()).append('>');
            }
            case ValueType.MapOf m -> wrap("map", m.key(), m.value());
            case ValueType.OptionOf o -> wrap("option", o.some());
            case ValueType.TupleOf t -> each("tuple<", t.elements(), this::append, ">");
            case ValueType.ResultOf r -> result(r);
            case ValueType.RecordOf r -> each("record { ", r.fields(), f -> field(f.name(), f.type()), " }");
            case ValueType.VariantOf v -> each("variant { ", v.cases(), this::variantCase, " }");
            case ValueType.EnumOf e -> each("enum { ", e.names(), out::append, " }");
            case ValueType.FlagsOf f -> each("flags { ", f.names(), out::append, " }");
            case ValueType.Own own ->
                out.append("own<").append(own.resource().name()).append('>');
            case ValueType.Borrow b ->
                out.append("borrow<").append(b.resource().name()).append('>');
        }
    }

    private void wrap(String constructor, ValueType... parts) {
        each(constructor + "<", List.of(parts), this::append, ">");
    }

    private void field(String name, ValueType type) {
        out.append(name).append(": ");
        append(type);
    }

    private void variantCase(ValueType.Case c) {
        out.append(c.name());
        c.payload().ifPresent(payload -> each("(", List.of(payload), this::append, ")"));
    }

    private void result(ValueType.ResultOf r) {
        Optional<ValueType> err = r.err();
        if (r.ok().isEmpty() && err.isEmpty()) {
            out.append("result");
        } else if (err.isEmpty()) {
            wrap("result", r.ok().orElseThrow());
        } else {
            out.append("result<");
            r.ok().ifPresentOrElse(this::append, () -> out.append('_'));
            out.append(", ");
            append(err.orElseThrow());
            out.append('>');
        }
    }

    private <T> void each(String open, List<T> items, Consumer<T> append, String close) {
        out.append(open);
        String separator = "";
        for (T item : items) {
            if (out.length() > MAX_LENGTH) {
                return;
            }
            out.append(separator);
            append.accept(item);
            separator = ", ";
        }
        out.append(close);
    }
}

package dev.kubewasm.runtime.wave;

import dev.kubewasm.runtime.value.ResourceRef;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.runtime.value.ValueType.Primitive;
import java.util.List;
import java.util.Optional;

/** Writes values in the long form. */
final class ValuePrinter {
    private final StringBuilder out = new StringBuilder();
    private final HandleNames handles;
    private int depth;

    ValuePrinter(HandleNames handles) {
        this.handles = handles;
    }

    String text() {
        return out.toString();
    }

    void value(Val value, ValueType type) {
        if (depth == Wave.MAX_DEPTH) {
            throw new UnprintableValueException("values nested more than " + Wave.MAX_DEPTH + " deep have no text");
        }
        depth++;
        body(value, type);
        depth--;
        checkLength();
    }

    private void checkLength() {
        if (out.length() > Wave.MAX_LENGTH) {
            throw new UnprintableValueException(
                    "the text of the value is longer than " + Wave.MAX_LENGTH + " characters");
        }
    }

    private void body(Val value, ValueType type) {
        switch (type) {
            case Primitive p -> primitive(value, p);
            case ValueType.ListOf l -> list(value, type, l.element());
            case ValueType.FixedListOf l -> list(value, type, l.element());
            case ValueType.MapOf m -> list(value, type, new ValueType.TupleOf(List.of(m.key(), m.value())));
            case ValueType.TupleOf t when value instanceof Val.TupleVal v -> tuple(v.elements(), t);
            case ValueType.RecordOf r when value instanceof Val.RecordVal v -> record(v.fields(), r);
            case ValueType.VariantOf t
            when value instanceof Val.VariantVal v && v.caseIndex() < t.cases().size() -> {
                ValueType.Case c = t.cases().get(v.caseIndex());
                label(c.name());
                payload(v.payload(), c.payload(), type);
            }
            case ValueType.EnumOf e
            when value instanceof Val.EnumVal v && v.index() < e.names().size() ->
                label(e.names().get(v.index()));
            case ValueType.FlagsOf f when value instanceof Val.FlagsVal v -> flags(v.bits(), f);
            case ValueType.OptionOf o
            when value instanceof Val.OptionVal v -> {
                out.append(v.some().isPresent() ? "some" : "none");
                payload(v.some(), v.some().map(some -> o.some()), type);
            }
            case ValueType.ResultOf r
            when value instanceof Val.ResultVal v -> {
                out.append(v.ok() ? "ok" : "err");
                payload(v.payload(), v.ok() ? r.ok() : r.err(), type);
            }
            case ValueType.Own own when value instanceof Val.Own v -> handle(v.resource());
            case ValueType.Borrow b when value instanceof Val.Borrow v -> handle(v.resource());
            default -> throw mismatch(value, type);
        }
    }

    private void primitive(Val value, Primitive type) {
        switch (value) {
            case Val.Bool v when type == Primitive.BOOL -> out.append(v.value());
            case Val.S8 v when type == Primitive.S8 -> out.append(v.value());
            case Val.U8 v when type == Primitive.U8 -> out.append(v.value());
            case Val.S16 v when type == Primitive.S16 -> out.append(v.value());
            case Val.U16 v when type == Primitive.U16 -> out.append(v.value());
            case Val.S32 v when type == Primitive.S32 -> out.append(v.value());
            case Val.U32 v when type == Primitive.U32 -> out.append(v.value());
            case Val.S64 v when type == Primitive.S64 -> out.append(v.value());
            case Val.U64 v when type == Primitive.U64 -> out.append(Long.toUnsignedString(v.value()));
            case Val.F32 v when type == Primitive.F32 -> out.append(FloatText.of(v.value()));
            case Val.F64 v when type == Primitive.F64 -> out.append(FloatText.of(v.value()));
            case Val.Char v when type == Primitive.CHAR -> character(v.codePoint());
            case Val.Str v when type == Primitive.STRING -> string(v.value());
            default -> throw mismatch(value, type);
        }
    }

    private void character(int codePoint) {
        out.append('\'');
        Escapes.append(out, codePoint, '\'');
        out.append('\'');
    }

    private void string(String value) {
        out.append('"');
        int next;
        for (int i = 0; i < value.length(); i = next) {
            int c = value.codePointAt(i);
            if (!Escapes.isScalarValue(c)) {
                throw new UnprintableValueException(
                        "a string with a lone surrogate (U+%04X) has no text: it isn't Unicode".formatted(c));
            }
            Escapes.append(out, c, '"');
            checkLength();
            next = i + Character.charCount(c);
        }
        out.append('"');
    }

    private void list(Val value, ValueType type, ValueType element) {
        out.append('[');
        switch (value) {
            case Val.Bytes b when element == Primitive.U8 -> bytes(b.value());
            case Val.ListVal l -> {
                String separator = "";
                for (Val item : l.items()) {
                    out.append(separator);
                    value(item, element);
                    separator = ", ";
                }
            }
            default -> throw mismatch(value, type);
        }
        out.append(']');
    }

    private void bytes(byte[] value) {
        String separator = "";
        for (byte b : value) {
            out.append(separator).append(b & 0xff);
            checkLength();
            separator = ", ";
        }
    }

    private void tuple(List<Val> elements, ValueType.TupleOf type) {
        checkSize(elements, type.elements(), type);
        out.append('(');
        for (int i = 0; i < elements.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            value(elements.get(i), type.elements().get(i));
        }
        out.append(')');
    }

    private void record(List<Val> fields, ValueType.RecordOf type) {
        checkSize(fields, type.fields(), type);
        out.append('{');
        for (int i = 0; i < fields.size(); i++) {
            ValueType.Field field = type.fields().get(i);
            out.append(i == 0 ? "" : ", ").append(field.name()).append(": ");
            value(fields.get(i), field.type());
        }
        out.append(fields.isEmpty() ? ":}" : "}");
    }

    private static void checkSize(List<Val> values, List<?> parts, ValueType type) {
        if (values.size() != parts.size()) {
            throw new IllegalArgumentException(
                    "%d values for the %d parts of %s".formatted(values.size(), parts.size(), TypeText.of(type)));
        }
    }

    private void flags(int bits, ValueType.FlagsOf type) {
        out.append('{');
        String separator = "";
        for (int i = 0; i < type.names().size(); i++) {
            if ((bits >>> i & 1) != 0) {
                out.append(separator).append(type.names().get(i));
                separator = ", ";
            }
        }
        out.append('}');
    }

    private void label(String name) {
        out.append(Keywords.isKeyword(name) ? "%" : "").append(name);
    }

    private void payload(Optional<Val> value, Optional<ValueType> type, ValueType of) {
        if (value.isPresent() != type.isPresent()) {
            throw new IllegalArgumentException(
                    (value.isPresent() ? "a payload too many" : "no payload") + " for " + TypeText.of(of));
        }
        if (value.isPresent()) {
            out.append('(');
            value(value.get(), type.orElseThrow());
            out.append(')');
        }
    }

    private void handle(ResourceRef resource) {
        String name = handles.nameOf(resource)
                .orElseThrow(() -> new UnprintableValueException("a handle to " + resource.typeName()
                        + " has no text: it means something only while it is held"));
        out.append('@').append(name);
    }

    private static IllegalArgumentException mismatch(Val value, ValueType type) {
        return new IllegalArgumentException(
                "a value of kind " + value.getClass().getSimpleName() + " isn't of type " + TypeText.of(type));
    }
}

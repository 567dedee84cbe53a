package dev.kubewasm.runtime.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Prints values in WAVE's long form. */
final class WaveWriter {
    /** Words that mean something in WAVE: a case of that name is written with {@code %}. */
    static final Set<String> KEYWORDS = Set.of("true", "false", "inf", "nan", "some", "none", "ok", "err");

    private final StringBuilder out = new StringBuilder();
    private final WaveHandles handles;

    WaveWriter(WaveHandles handles) {
        this.handles = handles;
    }

    String text() {
        return out.toString();
    }

    void write(Val value, ValueType type) {
        switch (value) {
            case Val.Bool v -> out.append(v.value());
            case Val.S8 v -> out.append(v.value());
            case Val.U8 v -> out.append(v.value());
            case Val.S16 v -> out.append(v.value());
            case Val.U16 v -> out.append(v.value());
            case Val.S32 v -> out.append(v.value());
            case Val.U32 v -> out.append(v.value());
            case Val.S64 v -> out.append(v.value());
            case Val.U64 v -> out.append(Long.toUnsignedString(v.value()));
            case Val.F32 v -> number(v.value(), Float.toString(Math.abs(v.value())), BigDecimal::floatValue);
            case Val.F64 v -> number(v.value(), Double.toString(Math.abs(v.value())), BigDecimal::doubleValue);
            case Val.Char v -> {
                out.append('\'');
                escape(v.codePoint(), '\'');
                out.append('\'');
            }
            case Val.Str v -> {
                out.append('"');
                v.value().codePoints().forEach(c -> escape(c, '"'));
                out.append('"');
            }
            case Val.Bytes v -> bytes(v.value());
            case Val.ListVal v -> list(v.items(), type);
            case Val.RecordVal v -> record(v.fields(), (ValueType.RecordOf) type);
            case Val.TupleVal v -> tuple(v.elements(), ((ValueType.TupleOf) type).elements());
            case Val.VariantVal v -> {
                ValueType.Case c = ((ValueType.VariantOf) type).cases().get(v.caseIndex());
                payload(label(c.name()), v.payload(), c.payload());
            }
            case Val.EnumVal v ->
                out.append(label(((ValueType.EnumOf) type).names().get(v.index())));
            case Val.FlagsVal v -> flags(v.bits(), ((ValueType.FlagsOf) type).names());
            case Val.OptionVal v ->
                payload(
                        v.some().isPresent() ? "some" : "none",
                        v.some(),
                        Optional.of(((ValueType.OptionOf) type).some()));
            case Val.ResultVal v -> {
                ValueType.ResultOf result = (ValueType.ResultOf) type;
                payload(v.ok() ? "ok" : "err", v.payload(), v.ok() ? result.ok() : result.err());
            }
            case Val.Own v -> out.append('@').append(handles.name(v.resource()));
            case Val.Borrow v -> out.append('@').append(handles.name(v.resource()));
        }
    }

    private static String label(String name) {
        return KEYWORDS.contains(name) ? "%" + name : name;
    }

    /**
     * The shortest digits that read back as the same number; with an exponent from 1e16 on and below 1e-4.
     *
     * @param magnitude its absolute value as Java prints it: never less than two digits, even where one would do
     * @param reader how digits are read
     */
    private void number(double value, String magnitude, ToDoubleFunction<BigDecimal> reader) {
        if (Double.isNaN(value)) {
            out.append("nan");
            return;
        }
        if (value < 0 || (value == 0 && 1 / value < 0)) {
            out.append('-');
        }
        if (Double.isInfinite(value)) {
            out.append("inf");
            return;
        }
        double size = Math.abs(value);
        BigDecimal digits = new BigDecimal(magnitude).stripTrailingZeros();
        BigDecimal oneDigit = digits.round(new MathContext(1));
        if (reader.applyAsDouble(oneDigit) == size) {
            digits = oneDigit.stripTrailingZeros();
        }
        if (size == 0 || (size >= 1e-4 && size < 1e16)) {
            out.append(digits.scale() < 1 ? digits.setScale(1).toPlainString() : digits.toPlainString());
            return;
        }
        String unscaled = digits.unscaledValue().toString();
        out.append(unscaled.charAt(0));
        if (unscaled.length() > 1) {
            out.append('.').append(unscaled, 1, unscaled.length());
        }
        out.append('e').append(digits.precision() - digits.scale() - 1);
    }

    private void escape(int codePoint, char quote) {
        switch (codePoint) {
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (codePoint == quote) {
                    out.append('\\').append(quote);
                } else if (Character.isISOControl(codePoint)) {
                    out.append("\\u{").append(Integer.toHexString(codePoint)).append('}');
                } else {
                    out.appendCodePoint(codePoint);
                }
            }
        }
    }

    private void bytes(byte[] bytes) {
        out.append('[');
        for (int i = 0; i < bytes.length; i++) {
            out.append(i == 0 ? "" : ", ").append(bytes[i] & 0xff);
        }
        out.append(']');
    }

    private void list(List<Val> items, ValueType type) {
        ValueType element =
                switch (type) {
                    case ValueType.ListOf list -> list.element();
                    case ValueType.FixedListOf list -> list.element();
                    case ValueType.MapOf map -> new ValueType.TupleOf(List.of(map.key(), map.value()));
                    default -> throw new IllegalArgumentException("a list isn't of type " + type);
                };
        out.append('[');
        for (int i = 0; i < items.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            write(items.get(i), element);
        }
        out.append(']');
    }

    private void record(List<Val> fields, ValueType.RecordOf type) {
        out.append('{');
        for (int i = 0; i < fields.size(); i++) {
            ValueType.Field field = type.fields().get(i);
            out.append(i == 0 ? "" : ", ").append(field.name()).append(": ");
            write(fields.get(i), field.type());
        }
        out.append('}');
    }

    private void tuple(List<Val> elements, List<ValueType> types) {
        out.append('(');
        for (int i = 0; i < elements.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            write(elements.get(i), types.get(i));
        }
        out.append(')');
    }

    private void flags(int bits, List<String> names) {
        out.append('{');
        boolean first = true;
        for (int i = 0; i < names.size(); i++) {
            if ((bits & (1 << i)) != 0) {
                out.append(first ? "" : ", ").append(names.get(i));
                first = false;
            }
        }
        out.append('}');
    }

    private void payload(String name, Optional<Val> payload, Optional<ValueType> type) {
        out.append(name);
        if (payload.isPresent()) {
            out.append('(');
            write(payload.get(), type.orElseThrow());
            out.append(')');
        }
    }
}

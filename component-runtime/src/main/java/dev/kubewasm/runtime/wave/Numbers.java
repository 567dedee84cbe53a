package dev.kubewasm.runtime.wave;

import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType.Primitive;

/** Numbers from their text. */
final class Numbers {
    private static final long MAX_U32 = 0xffff_ffffL;

    private Numbers() {}

    /** The integer of a token of kind {@code NUMBER}. */
    static Val integer(Source source, Token token, Primitive type) {
        return switch (type) {
            case S8 -> new Val.S8((byte) within(source, token, type, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case U8 -> new Val.U8((int) within(source, token, type, 0, 0xff));
            case S16 -> new Val.S16((short) within(source, token, type, Short.MIN_VALUE, Short.MAX_VALUE));
            case U16 -> new Val.U16((int) within(source, token, type, 0, 0xffff));
            case S32 -> new Val.S32((int) within(source, token, type, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case U32 -> new Val.U32(within(source, token, type, 0, MAX_U32));
            case S64 -> new Val.S64(within(source, token, type, Long.MIN_VALUE, Long.MAX_VALUE));
            case U64 -> new Val.U64(unsigned(source, token));
            default -> throw new IllegalArgumentException(type.text() + " is no integer type");
        };
    }

    /** A byte of {@code list<u8>}. */
    static byte octet(Source source, Token token) {
        return (byte) within(source, token, Primitive.U8, 0, 0xff);
    }

    private static long within(Source source, Token token, Primitive type, long min, long max) {
        String digits = source.text().substring(token.start(), token.end());
        try {
            long value = Long.parseLong(digits);
            // An unsigned number has no sign, not even that of -0.
            if (value >= min && value <= max && (min < 0 || value > 0 || digits.equals("0"))) {
                return value;
            }
        } catch (NumberFormatException e) {
            // More than 64 bits, a fraction, an exponent or -inf: the error says so.
        }
        throw outOfRange(source, token, type, Long.toString(min), Long.toString(max));
    }

    private static long unsigned(Source source, Token token) {
        try {
            return Long.parseUnsignedLong(source.text(), token.start(), token.end(), 10);
        } catch (NumberFormatException e) {
            throw outOfRange(source, token, Primitive.U64, "0", Long.toUnsignedString(-1));
        }
    }

    private static WaveException outOfRange(Source source, Token token, Primitive type, String min, String max) {
        return source.error(
                token.start(),
                type.text() + " (an integer from " + min + " to " + max + ")",
                source.quote(token.start(), token.end()));
    }

    /** The float of a token that is a number, {@code nan} or {@code inf}: the nearest there is. */
    static Val floating(Source source, Token token, Primitive type) {
        String digits = source.text().substring(token.start(), token.end());
        return switch (type) {
            case F32 ->
                new Val.F32(
                        switch (digits) {
                            case "nan" -> Float.NaN;
                            case "inf" -> Float.POSITIVE_INFINITY;
                            case "-inf" -> Float.NEGATIVE_INFINITY;
                            default -> Float.parseFloat(digits);
                        });
            case F64 ->
                new Val.F64(
                        switch (digits) {
                            case "nan" -> Double.NaN;
                            case "inf" -> Double.POSITIVE_INFINITY;
                            case "-inf" -> Double.NEGATIVE_INFINITY;
                            default -> Double.parseDouble(digits);
                        });
            default -> throw new IllegalArgumentException(type.text() + " is no float type");
        };
    }
}

package dev.kubewasm.cli.wast;

import java.math.BigInteger;

/** Numbers as scripts write them: decimal strings, floats by their bits. */
final class Decimals {
    private static final BigInteger MIN_64 = BigInteger.ONE.shiftLeft(63).negate();
    private static final BigInteger END_64 = BigInteger.ONE.shiftLeft(64);

    private Decimals() {}

    static BigInteger integer(String text) {
        try {
            return new BigInteger(text);
        } catch (NumberFormatException e) {
            throw new ValueMismatchException("`" + text + "` is no integer");
        }
    }

    /** 64 bits, written as a signed or an unsigned number. */
    static long bits64(String text) {
        BigInteger number = integer(text);
        if (number.compareTo(MIN_64) < 0 || number.compareTo(END_64) >= 0) {
            throw new ValueMismatchException(text + " doesn't fit 64 bits");
        }
        return number.longValue();
    }

    /** 32 bits, written as a signed or an unsigned number. */
    static int bits32(String text) {
        long number = bits64(text);
        if (number < Integer.MIN_VALUE || number > 0xffff_ffffL) {
            throw new ValueMismatchException(text + " doesn't fit 32 bits");
        }
        return (int) number;
    }

    static float float32(String text) {
        return isNan(text) ? Float.NaN : Float.intBitsToFloat(bits32(text));
    }

    static double float64(String text) {
        return isNan(text) ? Double.NaN : Double.longBitsToDouble(bits64(text));
    }

    /** Whether a class of NaNs is written instead of bits. */
    static boolean isNan(String text) {
        return text.equals("nan:canonical") || text.equals("nan:arithmetic");
    }
}

package dev.kubewasm.runtime.wave;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.function.Predicate;

/**
 * Floats as the shortest decimal that reads back as the same float, and of those the nearest to it, the greater in
 * magnitude if two are; with an exponent below 0.0001 and from 10<sup>16</sup> on. So Rust writes them, and with it the
 * tools of the Component Model.
 */
final class FloatText {
    private static final int MIN_PLAIN_EXPONENT = -4;
    private static final int MIN_LARGE_EXPONENT = 16;

    /** Beyond these powers of two no float lies in the middle between two decimals of 17 digits or fewer. */
    private static final int MIN_MIDDLE_EXPONENT = -27;

    private static final int MAX_MIDDLE_EXPONENT = 136;

    private FloatText() {}

    static String of(float value) {
        if (Float.isNaN(value) || Float.isInfinite(value) || value == 0) {
            return special(value);
        }
        BigDecimal nearly = new BigDecimal(Float.toString(value));
        return text(shortest(value, nearly, decimal -> Float.parseFloat(decimal.toString()) == value));
    }

    static String of(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value) || value == 0) {
            return special(value);
        }
        BigDecimal nearly = new BigDecimal(Double.toString(value));
        return text(shortest(value, nearly, decimal -> Double.parseDouble(decimal.toString()) == value));
    }

    private static String special(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        return Double.toString(value);
    }

    /**
     * Corrects what Java's {@code toString} does otherwise: it takes the best decimal of two digits where one digit
     * would do (4.9E-324), and of two equally near decimals the one with the even digit.
     */
    private static BigDecimal shortest(double value, BigDecimal nearly, Predicate<BigDecimal> readsBack) {
        BigDecimal decimal = nearly.stripTrailingZeros();
        int exponent = Math.getExponent(value);
        boolean inMiddle = exponent >= MIN_MIDDLE_EXPONENT && exponent <= MAX_MIDDLE_EXPONENT;
        if (decimal.precision() != 2 && !inMiddle) {
            return decimal;
        }
        BigDecimal exact = new BigDecimal(value);
        if (decimal.precision() == 2) {
            BigDecimal digit = exact.round(new MathContext(1, RoundingMode.HALF_UP));
            if (readsBack.test(digit)) {
                return digit.stripTrailingZeros();
            }
        }
        BigDecimal up = exact.round(new MathContext(decimal.precision(), RoundingMode.HALF_UP));
        return readsBack.test(up) ? up.stripTrailingZeros() : decimal;
    }

    private static String text(BigDecimal decimal) {
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= MIN_PLAIN_EXPONENT && exponent < MIN_LARGE_EXPONENT) {
            return decimal.setScale(Math.max(1, decimal.scale()), RoundingMode.UNNECESSARY)
                    .toPlainString();
        }
        return decimal.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
    }
}

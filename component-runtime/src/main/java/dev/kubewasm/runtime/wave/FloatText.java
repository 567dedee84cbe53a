package dev.kubewasm.runtime.wave;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Floats as the shortest decimal that reads back as the same float, and of those the nearest to it; with an exponent
 * below 0.0001 and from 10<sup>16</sup> on, as Rust writes them.
 */
final class FloatText {
    private static final int MIN_PLAIN_EXPONENT = -4;
    private static final int MIN_LARGE_EXPONENT = 16;
    private static final MathContext ONE_DIGIT = new MathContext(1, RoundingMode.HALF_EVEN);

    private FloatText() {}

    static String of(float value) {
        if (Float.isNaN(value) || Float.isInfinite(value) || value == 0) {
            return special(value);
        }
        BigDecimal shortest = new BigDecimal(Float.toString(value)).stripTrailingZeros();
        if (shortest.precision() == 2) {
            BigDecimal digit = new BigDecimal(value).round(ONE_DIGIT);
            return text(Float.parseFloat(digit.toString()) == value ? digit : shortest);
        }
        return text(shortest);
    }

    static String of(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value) || value == 0) {
            return special(value);
        }
        BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        // Double.toString takes the best decimal of two digits where one digit would do: 4.9E-324.
        if (shortest.precision() == 2) {
            BigDecimal digit = new BigDecimal(value).round(ONE_DIGIT);
            return text(Double.parseDouble(digit.toString()) == value ? digit : shortest);
        }
        return text(shortest);
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

    private static String text(BigDecimal decimal) {
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= MIN_PLAIN_EXPONENT && exponent < MIN_LARGE_EXPONENT) {
            return decimal.setScale(Math.max(1, decimal.scale()), RoundingMode.UNNECESSARY)
                    .toPlainString();
        }
        return decimal.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
    }
}

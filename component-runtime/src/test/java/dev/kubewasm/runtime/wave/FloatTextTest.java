package dev.kubewasm.runtime.wave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.testkit.Scale;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "-0, -0.0",
        "10, 10.0",
        "99.99, 99.99",
        "1e15, 1000000000000000.0",
        "9007199254740993, 9007199254740992.0",
        "1e16, 1e16",
        "1e21, 1e21",
        "-12345678901234567890, -1.2345678901234567e19",
        "0.0001, 0.0001",
        "0.00009999, 9.999e-5",
        "1e-7, 1e-7",
        "4.9e-324, 5e-324",
        "1.7976931348623157e308, 1.7976931348623157e308",
        "2e23, 2e23",
        "105695739899559.625, 105695739899559.63",
        "NaN, nan",
        "Infinity, inf",
        "-Infinity, -inf"
    })
    void writesDoublesAsRustDoes(String value, String text) {
        assertThat(FloatText.of(Double.parseDouble(value))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "1.4e-45, 1e-45",
        "3.4028235e38, 3.4028235e38",
        "0.1, 0.1",
        "16777216, 16777216.0",
        "1587712.25, 1587712.3",
        "1e16, 1e16",
        "0.0001, 0.0001",
        "1.17549435e-38, 1.1754944e-38",
        "-0, -0.0",
        "NaN, nan",
        "-Infinity, -inf"
    })
    void writesFloatsAsRustDoes(String value, String text) {
        assertThat(FloatText.of(Float.parseFloat(value))).isEqualTo(text);
    }

    @Test
    void isTheShortestTextThatReadsBack() {
        for (int seed = 0; seed < Scale.cases(500_000); seed++) {
            Random random = new Random(seed);
            double d = Double.longBitsToDouble(random.nextLong());
            float f = Float.intBitsToFloat(random.nextInt());
            if (Double.isFinite(d)) {
                assertThat(Double.parseDouble(FloatText.of(d)))
                        .as("seed %d", seed)
                        .isEqualTo(d);
                shorter(FloatText.of(d), new BigDecimal(d), seed, text -> Double.parseDouble(text) != d);
            }
            if (Float.isFinite(f)) {
                assertThat(Float.parseFloat(FloatText.of(f)))
                        .as("seed %d", seed)
                        .isEqualTo(f);
                shorter(FloatText.of(f), new BigDecimal(f), seed, text -> Float.parseFloat(text) != f);
            }
        }
    }

    /** The best decimal with one digit less is another float. */
    private static void shorter(String text, BigDecimal exact, int seed, Predicate<String> isAnother) {
        int digits = new BigDecimal(text).stripTrailingZeros().precision();
        if (digits > 1) {
            assertThat(exact.round(new MathContext(digits - 1)).toString())
                    .as("seed %d: %s could be shorter", seed, text)
                    .matches(isAnother);
        }
    }
}

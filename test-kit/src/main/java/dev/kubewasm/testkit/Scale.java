package dev.kubewasm.testkit;

/**
 * How much of a long test runs: system property {@code kubewasm.test.scale}. {@code full} runs all of it, {@code tenth}
 * (plain {@code ./verify}) a seeded tenth, {@code fast} ({@code ./verify --fast} and a bare Maven run) a hundredth.
 */
public enum Scale {
    FAST(100),
    TENTH(10),
    FULL(1);

    private final int divisor;

    Scale(int divisor) {
        this.divisor = divisor;
    }

    /** The number of cases to run now out of {@code full} cases: at least one. */
    public static int cases(int full) {
        return Math.max(1, full / current().divisor);
    }

    /** The scale of this run; {@code FAST} unless the property says otherwise. */
    public static Scale current() {
        return valueOf(System.getProperty("kubewasm.test.scale", "fast").toUpperCase(java.util.Locale.ROOT));
    }
}

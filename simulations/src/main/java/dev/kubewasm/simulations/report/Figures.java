package dev.kubewasm.simulations.report;

import java.util.Locale;
import java.util.Set;

/** How measures are written for people. */
final class Figures {
    private static final Set<String> SHARES = Set.of("cpu", "memory", "localTraffic");

    private Figures() {}

    /** A share as percent, anything else as a whole number. */
    static String text(String measure, double value) {
        return SHARES.contains(measure)
                ? String.format(Locale.ROOT, "%.1f%%", value * 100)
                : String.format(Locale.ROOT, "%.0f", value);
    }
}

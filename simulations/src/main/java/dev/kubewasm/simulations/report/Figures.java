package dev.kubewasm.simulations.report;

import java.util.Locale;
import java.util.Set;

/** How measures are written for people. */
final class Figures {
    private static final Set<String> SHARES =
            Set.of("cpu", "memory", "localTraffic", "gainedAffinity", "cpuMean", "localTrafficMean");

    private static final Set<String> SECONDS = Set.of("waitP50", "waitP99", "waitMost");

    private static final Set<String> MEANS = Set.of("nodesMean", "costHours");

    private Figures() {}

    /** A share as percent, times in seconds, means with two places, anything else as a whole number. */
    static String text(String measure, double value) {
        if (SHARES.contains(measure)) {
            return String.format(Locale.ROOT, "%.1f%%", value * 100);
        }
        if (SECONDS.contains(measure)) {
            return String.format(Locale.ROOT, "%.1f s", value);
        }
        return String.format(Locale.ROOT, MEANS.contains(measure) ? "%.2f" : "%.0f", value);
    }
}

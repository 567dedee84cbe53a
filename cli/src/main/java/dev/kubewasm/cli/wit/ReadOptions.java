package dev.kubewasm.cli.wit;

import dev.kubewasm.wit.resolve.Features;
import java.util.LinkedHashSet;
import java.util.Set;
import picocli.CommandLine.Option;

/** The options of every command that reads WIT. */
final class ReadOptions {
    @Option(
            names = "--features",
            paramLabel = "NAME",
            split = ",",
            description = "Keep items that are @unstable(feature = NAME); several names by commas, may be repeated.")
    private Set<String> features = new LinkedHashSet<>();

    @Option(names = "--all-features", description = "Keep all unstable items.")
    private boolean allFeatures;

    @Option(
            names = "--strict",
            description = "Refuse what newer tools refuse, such as records without fields, instead of warning of it.")
    private boolean strict;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description =
                    "Colours in diagnostics: ${COMPLETION-CANDIDATES} (auto: on a terminal, unless NO_COLOR is set).",
            defaultValue = "auto")
    private ColorMode color = ColorMode.auto;

    Features features() {
        return allFeatures ? Features.ALL : Features.of(features.toArray(String[]::new));
    }

    boolean strict() {
        return strict;
    }

    ColorMode color() {
        return color;
    }
}

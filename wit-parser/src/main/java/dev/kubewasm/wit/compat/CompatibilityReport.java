package dev.kubewasm.wit.compat;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Every difference found.
 *
 * @param mismatches none if the two fit
 */
public record CompatibilityReport(List<Mismatch> mismatches) {
    public CompatibilityReport {
        mismatches = List.copyOf(mismatches);
    }

    /** Whether the two fit. */
    public boolean compatible() {
        return mismatches.isEmpty();
    }

    /** One line for each mismatch, joined by line ends; empty if there is none. */
    public String render() {
        return mismatches.stream().map(Mismatch::render).collect(Collectors.joining("\n"));
    }
}

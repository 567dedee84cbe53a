package dev.kubewasm.cli.simulate;

import dev.kubewasm.cli.report.Serialized;
import dev.kubewasm.simulations.report.CsvReport;
import dev.kubewasm.simulations.report.SimulationReport;
import dev.kubewasm.simulations.report.TextReport;

/** The forms a simulation's report is printed in; the names are the values of {@code --output}. */
enum SimulationFormat {
    /** A table for people. */
    text,
    /** JSON, indented. */
    json,
    /** The same as YAML. */
    yaml,
    /** The measures alone, a line for each strategy. */
    csv;

    /** The report in this form, ending in a line end. */
    String render(SimulationReport report) {
        return switch (this) {
            case text -> TextReport.render(report);
            case json -> Serialized.json(report);
            case yaml -> Serialized.yaml(report);
            case csv -> CsvReport.render(report);
        };
    }
}

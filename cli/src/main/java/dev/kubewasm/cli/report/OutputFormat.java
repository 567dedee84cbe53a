package dev.kubewasm.cli.report;

/** The forms a report is printed in; the names are the values of {@code --output}. */
public enum OutputFormat {
    /** Tables for people. */
    text,
    /** JSON, indented. */
    json,
    /** The same as YAML. */
    yaml;

    /** The report in this form, ending in a line end. */
    public String render(RunReport report) {
        return switch (this) {
            case text -> TextReport.render(report);
            case json -> Serialized.json(report);
            case yaml -> Serialized.yaml(report);
        };
    }
}

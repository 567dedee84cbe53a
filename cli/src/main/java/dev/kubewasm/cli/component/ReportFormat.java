package dev.kubewasm.cli.component;

/** The forms of reports; the names are the values of {@code --output}. */
enum ReportFormat {
    /** For people. */
    text,
    /** JSON, indented, as {@code docs/component-output.schema.json} says. */
    json
}

package dev.kubewasm.cli.component;

/** The forms of what {@code call} prints; the names are the values of {@code --output}. */
enum CallFormat {
    /** For people. */
    text,
    /** One object, indented. */
    json,
    /** One object a line. */
    jsonl
}

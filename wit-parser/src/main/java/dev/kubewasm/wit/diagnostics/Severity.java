package dev.kubewasm.wit.diagnostics;

import java.util.Locale;

/** How bad a diagnostic is. */
public enum Severity {
    /** The input is refused. */
    ERROR,
    /** The input is accepted; something in it deserves a look. */
    WARNING;

    /** {@code error} or {@code warning}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

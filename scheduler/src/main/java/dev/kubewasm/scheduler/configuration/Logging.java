package dev.kubewasm.scheduler.configuration;

import static dev.kubewasm.scheduler.configuration.Checks.or;
import static dev.kubewasm.scheduler.configuration.Checks.require;

/**
 * What the program writes.
 *
 * @param format {@code text} for people, {@code json} for programs: one object a line, what it is about in fields
 */
public record Logging(String format) {
    private static final String TEXT = "text";
    private static final String JSON = "json";

    @SuppressWarnings("NullAway") // null is what a file leaves out
    static final Logging DEFAULT = new Logging(null);

    public Logging {
        format = or(format, TEXT);
        require(format.equals(TEXT) || format.equals(JSON), "format is '%s', must be %s or %s", format, TEXT, JSON);
    }

    /** Whether lines are JSON. */
    public boolean json() {
        return format.equals(JSON);
    }
}

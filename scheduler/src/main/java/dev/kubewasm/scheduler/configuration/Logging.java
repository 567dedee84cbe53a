package dev.kubewasm.scheduler.configuration;

import static dev.kubewasm.scheduler.configuration.Checks.or;
import static dev.kubewasm.scheduler.configuration.Checks.require;

/**
 * What the program writes.
 *
 * @param format {@code text} for people, {@code json} for programs: one object a line, what it is about in fields
 * @param level {@code info}, or {@code debug}: also each Pod that was bound, which its event says as well
 */
public record Logging(String format, String level) {
    private static final String TEXT = "text";
    private static final String JSON = "json";
    private static final String INFO = "info";
    private static final String DEBUG = "debug";

    @SuppressWarnings("NullAway") // null is what a file leaves out
    static final Logging DEFAULT = new Logging(null, null);

    public Logging {
        format = or(format, TEXT);
        require(format.equals(TEXT) || format.equals(JSON), "format is '%s', must be %s or %s", format, TEXT, JSON);
        level = or(level, INFO);
        require(level.equals(INFO) || level.equals(DEBUG), "level is '%s', must be %s or %s", level, INFO, DEBUG);
    }

    /** Whether lines are JSON. */
    public boolean json() {
        return format.equals(JSON);
    }

    /** Whether each Pod that was bound has a line, and what else is worth one only when something is looked for. */
    public boolean debug() {
        return level.equals(DEBUG);
    }
}

package dev.kubewasm.placement.annotations;

/** A value that can't be read; never leaves this package, where it becomes {@link Parsed.Invalid}. */
final class BadValue extends Exception {
    private static final long serialVersionUID = 1L;

    private final String problem;

    BadValue(String problem) {
        super(problem, null, false, false);
        this.problem = problem;
    }

    String problem() {
        return problem;
    }

    /** {@code text} quoted for a message, cut where it is long. */
    static String quote(String text) {
        return "'" + (text.length() <= 100 ? text : text.substring(0, 100) + "…") + "'";
    }
}

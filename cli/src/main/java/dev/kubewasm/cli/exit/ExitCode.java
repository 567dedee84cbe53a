package dev.kubewasm.cli.exit;

/** The exit codes of every {@code kube-wasm} command. */
public final class ExitCode {
    /** All is well. */
    public static final int GOOD = 0;

    /** A negative answer: a Pod unplaced or not running, one Pod's image or WIT bad, a call that failed. */
    public static final int NEGATIVE = 1;

    /** Unusable input or usage: nothing was decided. */
    public static final int UNUSABLE = 2;

    private ExitCode() {}
}

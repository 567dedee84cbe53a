package dev.kubewasm.wit.syntax;

/** What a source may be at most; more is a diagnostic that names the limit. */
public final class Limits {
    /** Size of one source, in UTF-16 code units (in bytes, for a file). */
    public static final int MAX_SOURCE_SIZE = 16 * 1024 * 1024;

    /** Tokens of one source, comments included. */
    public static final int MAX_TOKENS = 1_000_000;

    /** Nesting of brackets of one kind; a type as deep as this is still read. */
    public static final int MAX_NESTING = 100;

    /** Diagnostics of one source that a stage reports; the rest would hardly be read. */
    public static final int MAX_DIAGNOSTICS = 100;

    private Limits() {}
}

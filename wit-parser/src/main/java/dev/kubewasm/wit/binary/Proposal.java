package dev.kubewasm.wit.binary;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Proposals of WebAssembly and of the Component Model that can be on or off when a binary is validated, with the names
 * that wasm-tools has for them. What belongs to none of them is always on.
 */
public enum Proposal {
    MUTABLE_GLOBAL(true),
    SATURATING_FLOAT_TO_INT(true),
    SIGN_EXTENSION(true),
    REFERENCE_TYPES(true),
    MULTI_VALUE(true),
    BULK_MEMORY(true),
    SIMD(true),
    RELAXED_SIMD(true),
    THREADS(true),
    SHARED_EVERYTHING_THREADS(false),
    TAIL_CALL(true),
    MULTI_MEMORY(true),
    EXCEPTIONS(true),
    MEMORY64(true),
    EXTENDED_CONST(true),
    FUNCTION_REFERENCES(true),
    GC(true),
    CUSTOM_PAGE_SIZES(false),
    WIDE_ARITHMETIC(true),
    CM_VALUES(false),
    CM_NESTED_NAMES(false),
    CM_ASYNC(true),
    CM_ASYNC_STACKFUL(false),
    CM_MORE_ASYNC_BUILTINS(false),
    CM_THREADING(false),
    CM_ERROR_CONTEXT(false),
    CM_FIXED_LENGTH_LISTS(false),
    CM_GC(false),
    CM_MAP(true),
    CM64(false),
    CM_IMPLEMENTS(true),
    CM_CANON_NAMES(false);

    /** All of them. */
    public static final Set<Proposal> ALL = Collections.unmodifiableSet(EnumSet.allOf(Proposal.class));

    /**
     * What is on where nothing is said of it: all but nested names, for which no WIT can be written.
     */
    public static final Set<Proposal> USUAL =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(CM_NESTED_NAMES)));

    /** Those that are finished or nearly so: what wasm-tools has on unless it is told otherwise. */
    public static final Set<Proposal> DEFAULT = Collections.unmodifiableSet(
            EnumSet.copyOf(Stream.of(values()).filter(p -> p.onByDefault).toList()));

    private final boolean onByDefault;

    Proposal(boolean onByDefault) {
        this.onByDefault = onByDefault;
    }

    /** The name that wasm-tools has for it, for example {@code cm-async}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The proposal of that name. */
    public static Optional<Proposal> named(String text) {
        return Stream.of(values()).filter(p -> p.text().equals(text)).findFirst();
    }
}

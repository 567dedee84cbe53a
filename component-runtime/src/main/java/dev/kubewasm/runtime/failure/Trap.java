package dev.kubewasm.runtime.failure;

import org.jspecify.annotations.Nullable;

/**
 * A component trapped: its call ended without a result, and every instance with a frame in that call can't be entered
 * again.
 */
public class Trap extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** Why a component trapped. */
    public enum Kind {
        /** {@code unreachable} was executed: also how guests abort and panic. */
        UNREACHABLE,
        /** A load, store or bulk operation outside of linear memory. */
        MEMORY_OUT_OF_BOUNDS,
        /** A table access outside of the table. */
        TABLE_OUT_OF_BOUNDS,
        /** {@code call_indirect} on an empty table element. */
        UNINITIALIZED_ELEMENT,
        /** {@code call_indirect} on a function of another type. */
        INDIRECT_CALL_TYPE_MISMATCH,
        /** An integer division by zero. */
        INTEGER_DIVIDE_BY_ZERO,
        /** An integer division that overflows. */
        INTEGER_OVERFLOW,
        /** A conversion of a float that fits no integer. */
        INVALID_CONVERSION,
        /** A null reference was used. */
        NULL_REFERENCE,
        /** A core exception left a component. */
        UNCAUGHT_EXCEPTION,
        /** Calls nested too deep. */
        STACK_EXHAUSTED,
        /** The deadline of the call passed, or its thread was interrupted. */
        INTERRUPTED,
        /** A rule of the canonical ABI was broken: alignment, bounds, encoding, discriminant, handle. */
        CANONICAL_ABI,
        /** A component instance was entered or left when it may not be. */
        REENTRANCE,
        /** A call through an import that was left unlinked ({@code ImportSupplier.Unlinked}). */
        NOT_LINKED,
        /** The provider of a link was busy until the link's deadline. */
        LINK_DEADLINE_EXCEEDED,
        /** The provider of a link trapped earlier or was closed. */
        PROVIDER_GONE,
        /** A handle to a resource of an instance that is gone. */
        STALE_HANDLE,
        /** A host function was called against its contract, or asked for more than the host gives at once. */
        HOST_CONTRACT,
        /** A host function failed in a way that it doesn't declare. */
        HOST_FAILURE,
        /** Anything else the engine reports. */
        OTHER
    }

    /** A trap. */
    public Trap(Kind kind, String message) {
        this(kind, message, null);
    }

    /** A trap with the engine's own exception. */
    public Trap(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Why. */
    public Kind kind() {
        return kind;
    }
}

package dev.kubewasm.cli.wast;

import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.failure.Trap.Kind;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A trap that a script wants. It says so by a part of wasmtime's message; which of this runtime's traps is the same is known of
 * those texts that the specification's and wasmtime's scripts have.
 *
 * @param text what the script has; empty if nothing
 * @param kinds the traps that do
 */
record ExpectedTrap(String text, Set<Kind> kinds) {
    /** Any of a component's own: a deadline that passed is none, nor is what went wrong in a host. */
    private static final Set<Kind> ANY = Collections.unmodifiableSet(
            EnumSet.complementOf(EnumSet.of(Kind.INTERRUPTED, Kind.HOST_FAILURE, Kind.UNCAUGHT_EXCEPTION)));

    private record Meaning(String part, Set<Kind> kinds) {
        Meaning(String part, Kind first, Kind... others) {
            this(part, EnumSet.of(first, others));
        }
    }

    /** The first whose part is in a text counts. */
    private static final List<Meaning> MEANINGS = List.of(
            new Meaning("unreachable", Kind.UNREACHABLE),
            // Of values passed between components the canonical ABI finds it.
            new Meaning("out of bounds memory access", Kind.MEMORY_OUT_OF_BOUNDS, Kind.CANONICAL_ABI),
            new Meaning("out of bounds table access", Kind.TABLE_OUT_OF_BOUNDS),
            // Scripts call by this what lies outside of a table as well as what is empty in it.
            new Meaning("undefined element", Kind.TABLE_OUT_OF_BOUNDS, Kind.UNINITIALIZED_ELEMENT),
            new Meaning("uninitialized element", Kind.UNINITIALIZED_ELEMENT),
            new Meaning("indirect call type mismatch", Kind.INDIRECT_CALL_TYPE_MISMATCH),
            new Meaning("integer divide by zero", Kind.INTEGER_DIVIDE_BY_ZERO),
            new Meaning("integer overflow", Kind.INTEGER_OVERFLOW),
            new Meaning("invalid conversion to integer", Kind.INVALID_CONVERSION),
            new Meaning("null reference", Kind.NULL_REFERENCE),
            new Meaning("call stack exhausted", Kind.STACK_EXHAUSTED),
            new Meaning("cannot leave component instance", Kind.REENTRANCE),
            // What trapped before can't be entered either.
            new Meaning("cannot enter component instance", Kind.REENTRANCE, Kind.PROVIDER_GONE),
            new Meaning("unaligned pointer", Kind.CANONICAL_ABI),
            new Meaning("invalid variant discriminant", Kind.CANONICAL_ABI),
            new Meaning("invalid `char` bit pattern", Kind.CANONICAL_ABI),
            new Meaning("realloc return", Kind.CANONICAL_ABI),
            new Meaning("content out-of-bounds", Kind.CANONICAL_ABI),
            new Meaning("pointer/length out of bounds of memory", Kind.CANONICAL_ABI),
            new Meaning("utf-8", Kind.CANONICAL_ABI),
            new Meaning("utf-16", Kind.CANONICAL_ABI),
            new Meaning("handle index", Kind.CANONICAL_ABI, Kind.STALE_HANDLE),
            new Meaning("cannot remove owned resource while borrowed", Kind.CANONICAL_ABI),
            new Meaning("borrow handles still remain", Kind.CANONICAL_ABI));

    /** The trap of that text; any if it isn't known. */
    static ExpectedTrap of(String text) {
        return new ExpectedTrap(
                text,
                MEANINGS.stream()
                        .filter(m -> text.contains(m.part()))
                        .findFirst()
                        .map(Meaning::kinds)
                        .orElse(ANY));
    }

    /** A call stack that is used up, however the script puts that. */
    static ExpectedTrap exhaustion(String text) {
        return new ExpectedTrap(text, Set.of(Kind.STACK_EXHAUSTED));
    }

    /** A core exception that nobody catches. */
    static ExpectedTrap exception() {
        return new ExpectedTrap("", Set.of(Kind.UNCAUGHT_EXCEPTION));
    }

    /** What comes of a command that ends with {@code trap}. */
    Outcome outcome(Trap trap) {
        return kinds.contains(trap.kind())
                ? new Outcome.Passed("traps: " + trap.getMessage())
                : new Outcome.Failed("traps: " + trap.getMessage() + (text.isEmpty() ? "" : ", expected: " + text));
    }
}

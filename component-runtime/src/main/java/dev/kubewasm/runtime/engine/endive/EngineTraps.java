package dev.kubewasm.runtime.engine.endive;

import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.failure.Trap.Kind;
import java.util.List;
import run.endive.runtime.WasmException;
import run.endive.runtime.WasmInterruptedException;

/** Endive's exceptions as traps. It tells them apart by their message, so this does. */
final class EngineTraps {
    /** Parts of Endive's messages, each with what it means; the first that is found counts. */
    private static final List<Meaning> MEANINGS = List.of(
            new Meaning("unreachable", Kind.UNREACHABLE),
            new Meaning("out of bounds memory", Kind.MEMORY_OUT_OF_BOUNDS),
            new Meaning("out of bounds table", Kind.TABLE_OUT_OF_BOUNDS),
            new Meaning("undefined element", Kind.TABLE_OUT_OF_BOUNDS),
            new Meaning("uninitialized element", Kind.UNINITIALIZED_ELEMENT),
            new Meaning("indirect call type mismatch", Kind.INDIRECT_CALL_TYPE_MISMATCH),
            new Meaning("divide by zero", Kind.INTEGER_DIVIDE_BY_ZERO),
            new Meaning("integer overflow", Kind.INTEGER_OVERFLOW),
            new Meaning("invalid conversion", Kind.INVALID_CONVERSION),
            new Meaning("null", Kind.NULL_REFERENCE),
            new Meaning("call stack exhausted", Kind.STACK_EXHAUSTED));

    private EngineTraps() {}

    private record Meaning(String part, Kind kind) {}

    static Trap translate(Throwable e) {
        if (e instanceof StackOverflowError) {
            return new Trap(Kind.STACK_EXHAUSTED, "call stack exhausted");
        }
        if (e instanceof WasmException) {
            return new Trap(Kind.UNCAUGHT_EXCEPTION, "a core exception left the component", e);
        }
        if (e instanceof WasmInterruptedException) {
            return new Trap(Kind.INTERRUPTED, "the call was interrupted", e);
        }
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        Kind kind = MEANINGS.stream()
                .filter(m -> message.contains(m.part()))
                .map(Meaning::kind)
                .findFirst()
                .orElse(Kind.OTHER);
        return new Trap(kind, message, e);
    }
}

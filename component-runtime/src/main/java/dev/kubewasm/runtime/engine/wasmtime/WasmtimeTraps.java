package dev.kubewasm.runtime.engine.wasmtime;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.failure.Trap.Kind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** Wasmtime's traps and errors as exceptions, and back. What is passed in is freed. */
final class WasmtimeTraps {
    /** What begins the line of a trap's message that says what happened; other lines have the stack. */
    private static final String HAPPENED = "wasm trap: ";

    private static final MemorySegment HOST_FAILED = text("the host function failed");

    private WasmtimeTraps() {}

    static Trap trap(MemorySegment trap) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment code = arena.allocate(JAVA_BYTE);
            Kind kind = WasmtimeApi.TRAP_CODE.test(trap, code) ? kind(code.get(JAVA_BYTE, 0)) : Kind.OTHER;
            MemorySegment message = NativeVectors.allocate(arena);
            WasmtimeApi.TRAP_MESSAGE.run(trap, message);
            String text = NativeVectors.text(message);
            WasmtimeApi.BYTES_DELETE.run(message);
            WasmtimeApi.TRAP_DELETE.run(trap);
            return new Trap(kind, happened(text));
        }
    }

    /** The codes of {@code wasmtime_trap_code_t} that core modules cause. */
    private static Kind kind(byte code) {
        return switch (code) {
            case 0 -> Kind.STACK_EXHAUSTED;
            case 1 -> Kind.MEMORY_OUT_OF_BOUNDS;
            case 3 -> Kind.TABLE_OUT_OF_BOUNDS;
            case 4 -> Kind.UNINITIALIZED_ELEMENT;
            case 5 -> Kind.INDIRECT_CALL_TYPE_MISMATCH;
            case 6 -> Kind.INTEGER_OVERFLOW;
            case 7 -> Kind.INTEGER_DIVIDE_BY_ZERO;
            case 8 -> Kind.INVALID_CONVERSION;
            case 9 -> Kind.UNREACHABLE;
            case 10 -> Kind.INTERRUPTED;
            case 13 -> Kind.NULL_REFERENCE;
            case 49 -> Kind.UNCAUGHT_EXCEPTION;
            default -> Kind.OTHER;
        };
    }

    private static String happened(String message) {
        int start = message.indexOf(HAPPENED);
        return start < 0
                ? message
                : message.substring(start + HAPPENED.length())
                        .lines()
                        .findFirst()
                        .orElse(message);
    }

    /** The message of an error. */
    static String message(MemorySegment error) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment message = NativeVectors.allocate(arena);
            WasmtimeApi.ERROR_MESSAGE.run(error, message);
            String text = NativeVectors.text(message);
            WasmtimeApi.BYTES_DELETE.run(message);
            WasmtimeApi.ERROR_DELETE.run(error);
            return text;
        }
    }

    /** A trap that means that a host function failed; the exception is kept aside by the store. */
    static MemorySegment hostFailed() {
        return WasmtimeApi.TRAP_NEW.pointer(HOST_FAILED, HOST_FAILED.byteSize() - 1);
    }

    /** An error that means the same. */
    static MemorySegment hostError() {
        return WasmtimeApi.ERROR_NEW.pointer(HOST_FAILED);
    }

    private static MemorySegment text(String text) {
        return Arena.global().allocateFrom(text, StandardCharsets.UTF_8);
    }
}

package dev.kubewasm.runtime.engine.wasmtime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The vectors of the C API ({@code wasm_NAME_vec_t}): the number of elements, and a pointer to them. */
final class NativeVectors {
    private static final long SIZE = 16;
    private static final long DATA = 8;

    private NativeVectors() {}

    /** Room for a vector. */
    static MemorySegment allocate(Arena arena) {
        return arena.allocate(SIZE, 8);
    }

    /** The elements of a vector of pointers. */
    static List<MemorySegment> pointers(MemorySegment vector) {
        long count = vector.get(JAVA_LONG, 0);
        List<MemorySegment> all = new ArrayList<>();
        if (count > 0) {
            MemorySegment data = vector.get(WasmtimeLibrary.bytes(), DATA);
            for (long i = 0; i < count; i++) {
                all.add(data.getAtIndex(ADDRESS, i));
            }
        }
        return all;
    }

    /** A vector of bytes. */
    static byte[] bytes(MemorySegment vector) {
        byte[] bytes = new byte[Math.toIntExact(vector.get(JAVA_LONG, 0))];
        if (bytes.length > 0) {
            MemorySegment.copy(vector.get(WasmtimeLibrary.bytes(), DATA), JAVA_BYTE, 0, bytes, 0, bytes.length);
        }
        return bytes;
    }

    /** A vector of bytes as text. */
    static String text(MemorySegment vector) {
        return new String(bytes(vector), StandardCharsets.UTF_8);
    }
}

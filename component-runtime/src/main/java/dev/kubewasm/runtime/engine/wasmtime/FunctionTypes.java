package dev.kubewasm.runtime.engine.wasmtime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.kubewasm.runtime.engine.CoreFuncType;
import dev.kubewasm.runtime.engine.CoreFuncType.CoreType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Function types of the C API. */
final class FunctionTypes {
    /** The size of {@code wasmtime_valtype_t}: a kind, and the parts of a reference type. */
    private static final long VALUE_TYPE_SIZE = 32;

    /** The number types in the order of their kinds: {@code WASM_I32} is 0. */
    private static final List<CoreType> BY_KIND = List.of(CoreType.I32, CoreType.I64, CoreType.F32, CoreType.F64);

    private FunctionTypes() {}

    /** A new {@code wasm_functype_t}. */
    static MemorySegment make(CoreFuncType type) {
        try (Arena arena = Arena.ofConfined()) {
            return WasmtimeApi.FUNCTYPE_NEW.pointer(vector(type.params(), arena), vector(type.results(), arena));
        }
    }

    private static MemorySegment vector(List<CoreType> types, Arena arena) {
        MemorySegment elements = arena.allocate(ADDRESS, Math.max(types.size(), 1));
        for (int i = 0; i < types.size(); i++) {
            byte kind = (byte) BY_KIND.indexOf(types.get(i));
            elements.setAtIndex(ADDRESS, i, WasmtimeApi.VALTYPE_NEW.pointer(kind));
        }
        MemorySegment vector = NativeVectors.allocate(arena);
        WasmtimeApi.VALTYPES_NEW.run(vector, (long) types.size(), elements);
        return vector;
    }

    /** The type of a function; empty if it takes or returns what isn't a number. */
    static Optional<CoreFuncType> of(MemorySegment context, MemorySegment function) {
        MemorySegment type = WasmtimeApi.FUNC_TYPE.pointer(context, function);
        try {
            Optional<List<CoreType>> params = numbers(WasmtimeApi.FUNCTYPE_PARAMS.pointer(type));
            Optional<List<CoreType>> results = numbers(WasmtimeApi.FUNCTYPE_RESULTS.pointer(type));
            return params.isEmpty() || results.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new CoreFuncType(params.get(), results.get()));
        } finally {
            WasmtimeApi.FUNCTYPE_DELETE.run(type);
        }
    }

    private static Optional<List<CoreType>> numbers(MemorySegment vector) {
        List<CoreType> types = new ArrayList<>();
        for (MemorySegment type : NativeVectors.pointers(vector)) {
            int kind = kind(type);
            if (kind >= BY_KIND.size()) {
                return Optional.empty();
            }
            types.add(BY_KIND.get(kind));
        }
        return Optional.of(types);
    }

    private static int kind(MemorySegment type) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment read = arena.allocate(VALUE_TYPE_SIZE, 8);
            WasmtimeApi.VALTYPE_READ.run(type, read);
            int kind = Byte.toUnsignedInt(read.get(JAVA_BYTE, 0));
            WasmtimeApi.VALTYPE_READ_DELETE.run(read);
            return kind;
        }
    }
}

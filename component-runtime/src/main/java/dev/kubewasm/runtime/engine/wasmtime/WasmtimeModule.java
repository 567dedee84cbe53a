package dev.kubewasm.runtime.engine.wasmtime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.kubewasm.runtime.engine.CoreExtern;
import dev.kubewasm.runtime.engine.CoreInstance;
import dev.kubewasm.runtime.engine.CoreModule;
import dev.kubewasm.runtime.engine.CoreModuleException;
import dev.kubewasm.runtime.engine.ResourceBudget;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.List;

/** A compiled module; wasmtime's is freed when this is unreachable. */
final class WasmtimeModule implements CoreModule {
    private static final Cleaner CLEANER = Cleaner.create();

    private final WasmtimeEngine engine;
    private final MemorySegment handle;
    private final List<Import> imports;
    private final List<Export> exports;
    private final List<DefinedTables.Limits> tables;

    private WasmtimeModule(WasmtimeEngine engine, MemorySegment handle, byte[] wasm) {
        this.engine = engine;
        this.handle = handle;
        CLEANER.register(this, () -> WasmtimeApi.MODULE_DELETE.run(handle));
        this.imports = readImports(handle);
        this.exports = readExports(handle);
        this.tables = DefinedTables.of(wasm);
    }

    static WasmtimeModule compile(WasmtimeEngine engine, byte[] wasm) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment module = arena.allocate(ADDRESS);
            MemorySegment error = WasmtimeApi.MODULE_NEW.pointer(
                    engine.handle(), arena.allocateFrom(JAVA_BYTE, wasm), (long) wasm.length, module);
            if (error.address() != 0) {
                throw new CoreModuleException("invalid core module: " + WasmtimeTraps.message(error), null);
            }
            return new WasmtimeModule(engine, module.get(ADDRESS, 0), wasm);
        }
    }

    /** The module that was {@link #serialized}; throws IOException if this library or its settings aren't what made it. */
    static WasmtimeModule deserialize(WasmtimeEngine engine, byte[] wasm, ByteBuffer serialized) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment module = arena.allocate(ADDRESS);
            MemorySegment bytes = arena.allocate(serialized.remaining(), 16);
            bytes.copyFrom(MemorySegment.ofBuffer(serialized));
            MemorySegment error = WasmtimeApi.MODULE_DESERIALIZE.pointer(
                    engine.handle(), bytes, (long) serialized.remaining(), module);
            if (error.address() != 0) {
                throw new IOException(WasmtimeTraps.message(error));
            }
            return new WasmtimeModule(engine, module.get(ADDRESS, 0), wasm);
        }
    }

    /** The compiled code, for {@link #deserialize}. */
    byte[] serialized() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment vector = NativeVectors.allocate(arena);
            MemorySegment error = WasmtimeApi.MODULE_SERIALIZE.pointer(handle, vector);
            if (error.address() != 0) {
                throw new IllegalStateException("serializing a module: " + WasmtimeTraps.message(error));
            }
            byte[] bytes = NativeVectors.bytes(vector);
            WasmtimeApi.BYTES_DELETE.run(vector);
            return bytes;
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private static List<Import> readImports(MemorySegment module) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment vector = NativeVectors.allocate(arena);
            WasmtimeApi.MODULE_IMPORTS.run(module, vector);
            List<Import> all = NativeVectors.pointers(vector).stream()
                    .map(i -> new Import(
                            NativeVectors.text(WasmtimeApi.IMPORT_MODULE.pointer(i)),
                            NativeVectors.text(WasmtimeApi.IMPORT_NAME.pointer(i)),
                            kind(WasmtimeApi.IMPORT_TYPE.pointer(i))))
                    .toList();
            WasmtimeApi.IMPORTS_DELETE.run(vector);
            return all;
        }
    }

    private static List<Export> readExports(MemorySegment module) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment vector = NativeVectors.allocate(arena);
            WasmtimeApi.MODULE_EXPORTS.run(module, vector);
            List<Export> all = NativeVectors.pointers(vector).stream()
                    .map(e -> new Export(
                            NativeVectors.text(WasmtimeApi.EXPORT_NAME.pointer(e)),
                            kind(WasmtimeApi.EXPORT_TYPE.pointer(e))))
                    .toList();
            WasmtimeApi.EXPORTS_DELETE.run(vector);
            return all;
        }
    }

    private static Kind kind(MemorySegment externType) {
        int kind = WasmtimeApi.EXTERN_KIND.number(externType);
        return switch (kind) {
            case 0 -> Kind.FUNCTION;
            case 1 -> Kind.GLOBAL;
            case 2 -> Kind.TABLE;
            case 3 -> Kind.MEMORY;
            case 4 -> Kind.TAG;
            default -> throw new IllegalStateException("an import or export of kind " + kind);
        };
    }

    @Override
    public List<Import> imports() {
        return imports;
    }

    @Override
    public List<Export> exports() {
        return exports;
    }

    @Override
    public CoreInstance instantiate(List<CoreExtern> arguments, ResourceBudget budget) {
        try {
            return engine.storeOf(budget).instantiate(handle, tables, imports, arguments);
        } finally {
            Reference.reachabilityFence(this);
        }
    }
}

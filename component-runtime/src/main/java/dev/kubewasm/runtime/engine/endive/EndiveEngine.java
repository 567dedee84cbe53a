package dev.kubewasm.runtime.engine.endive;

import dev.kubewasm.runtime.engine.CoreModule;
import dev.kubewasm.runtime.engine.CoreModuleException;
import dev.kubewasm.runtime.engine.Engine;
import dev.kubewasm.runtime.engine.cache.CodeCache;
import java.nio.file.Path;
import java.util.Optional;
import run.endive.runtime.InterpreterMachine;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;

/**
 * Endive: core modules compiled to JVM bytecode. Functions too large for HotSpot are split before ({@link
 * dev.kubewasm.runtime.engine.endive.outline}); those that can't be, and are too large for a JVM method (64 KB of bytecode), run
 * in Endive's interpreter. No SIMD, no memory64, no threads: such modules are refused by name.
 */
public final class EndiveEngine implements Engine {
    /** Compiler and runtime as the build pins them, and the layout of our own cache entries. */
    static final String VERSION = "endive compiler 1.0.0 runtime 1.0.1 cache 6";

    /** Bytes of bytecode beyond which HotSpot leaves a method to its interpreter, unless told otherwise. */
    private static final int LARGEST_METHOD = 8000;

    private final Optional<CodeCache> cache;
    private final Optional<Translator> translator;
    private final MemoryPool pool = new MemoryPool();

    private EndiveEngine(Optional<CodeCache> cache, Optional<Translator> translator) {
        this.cache = cache;
        this.translator = translator;
    }

    /** An engine that keeps compiled code in memory only. */
    public static EndiveEngine create() {
        return create(LARGEST_METHOD);
    }

    /**
     * An engine that keeps compiled code in memory only.
     *
     * @param largestMethod bytes of JVM bytecode, about, beyond which functions are split
     */
    public static EndiveEngine create(int largestMethod) {
        return new EndiveEngine(Optional.empty(), Optional.of(new Translator(largestMethod)));
    }

    /** An engine that compiles nothing: modules run in Endive's interpreter. They start at once, and run slowly. */
    public static EndiveEngine interpreting() {
        return new EndiveEngine(Optional.empty(), Optional.empty());
    }

    /**
     * An engine that keeps compiled code in a folder. Whoever can write there can run code in this process: it must
     * belong to the user alone. It is made, so, if it isn't there. Several processes may share it.
     */
    public static EndiveEngine withCache(Path folder) {
        String engine = VERSION + " java " + Runtime.version().feature();
        return new EndiveEngine(
                Optional.of(new CodeCache(folder, engine)), Optional.of(new Translator(LARGEST_METHOD)));
    }

    @Override
    public String version() {
        return translator.isEmpty() ? VERSION + " interpreting" : VERSION;
    }

    @Override
    public CoreModule compile(byte[] wasm) {
        String digest = CodeCache.digest(wasm);
        Optional<CompiledCode> cached = cache.flatMap(c -> c.load(digest, CompiledCode::decode));
        if (cached.isEmpty()) {
            UnsupportedFeatures.check(wasm);
        }
        try {
            // What is in the cache was valid when it was compiled.
            WasmModule module = Translator.parse(wasm, cached.isEmpty());
            if (cached.isPresent()) {
                return module(module, cached.get());
            }
            if (translator.isEmpty()) {
                return new EndiveModule(module, InterpreterMachine::new, pool);
            }
            CompiledCode code = translator.get().translate(wasm, module);
            cache.ifPresent(c -> c.store(digest, code.encode()));
            return module(module, code);
        } catch (WasmEngineException e) {
            throw new CoreModuleException("invalid core module: " + e.getMessage(), e);
        } catch (IndexOutOfBoundsException | IllegalArgumentException | java.nio.BufferUnderflowException e) {
            // Endive reports some malformed modules by what happened to it.
            throw new CoreModuleException("malformed core module: " + e, e);
        }
    }

    private EndiveModule module(WasmModule module, CompiledCode code) {
        return new EndiveModule(code.extended(module), code.machineFactory(), pool);
    }

    @Override
    public void close() {
        // Compiled code is freed with the modules that use it.
    }
}

package dev.kubewasm.runtime.engine.endive;

import dev.kubewasm.runtime.engine.CoreModule;
import dev.kubewasm.runtime.engine.CoreModuleException;
import dev.kubewasm.runtime.engine.Engine;
import dev.kubewasm.runtime.engine.cache.CodeCache;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import run.endive.compiler.Cache;
import run.endive.compiler.InterpreterFallback;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.runtime.Instance;
import run.endive.runtime.InterpreterMachine;
import run.endive.runtime.Machine;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.SectionId;

/**
 * Endive: core modules compiled to JVM bytecode. Functions too large for a JVM method (64 KB of bytecode) run in Endive's
 * interpreter. No SIMD, no memory64, no threads: such modules are refused by name.
 */
public final class EndiveEngine implements Engine {
    /** Compiler and runtime as the build pins them, and the layout of our own cache entries. */
    static final String VERSION = "endive compiler 1.0.0 runtime 1.0.1 cache 3";

    private final Optional<CodeCache> cache;
    private final boolean interpreting;
    private final MemoryPool pool = new MemoryPool();

    private EndiveEngine(Optional<CodeCache> cache, boolean interpreting) {
        this.cache = cache;
        this.interpreting = interpreting;
    }

    /** An engine that keeps compiled code in memory only. */
    public static EndiveEngine create() {
        return new EndiveEngine(Optional.empty(), false);
    }

    /** An engine that compiles nothing: modules run in Endive's interpreter. They start at once, and run slowly. */
    public static EndiveEngine interpreting() {
        return new EndiveEngine(Optional.empty(), true);
    }

    /**
     * An engine that keeps compiled code in a folder. Whoever can write there can run code in this process: it must
     * belong to the user alone. It is made, so, if it isn't there. Several processes may share it.
     */
    public static EndiveEngine withCache(Path folder) {
        String engine = VERSION + " java " + Runtime.version().feature();
        return new EndiveEngine(Optional.of(new CodeCache(folder, engine)), false);
    }

    @Override
    public String version() {
        return interpreting ? VERSION + " interpreting" : VERSION;
    }

    @Override
    public CoreModule compile(byte[] wasm) {
        String digest = CodeCache.digest(wasm);
        Optional<Function<Instance, Machine>> cached =
                cache.flatMap(c -> c.load(digest, CompiledCode::decode)).map(CompiledCode::machineFactory);
        try {
            // What is in the cache was valid when it was compiled.
            WasmModule module = parse(wasm, cached.isEmpty());
            if (cached.isPresent()) {
                return new EndiveModule(module, cached.get(), pool);
            }
            UnsupportedFeatures.check(module);
            if (interpreting) {
                return new EndiveModule(module, InterpreterMachine::new, pool);
            }
            CompiledCode code = CallRewriter.rewrite(compile(module), module);
            cache.ifPresent(c -> c.store(digest, code.encode()));
            return new EndiveModule(module, code.machineFactory(), pool);
        } catch (WasmEngineException e) {
            throw new CoreModuleException("invalid core module: " + e.getMessage(), e);
        } catch (IndexOutOfBoundsException | IllegalArgumentException | java.nio.BufferUnderflowException e) {
            // Endive reports some malformed modules by what happened to it.
            throw new CoreModuleException("malformed core module: " + e, e);
        }
    }

    private static CompiledCode compile(WasmModule module) {
        Jar jar = new Jar();
        MachineFactoryCompiler.builder(module)
                .withInterpreterFallback(InterpreterFallback.SILENT)
                .withCache(jar)
                .compile();
        return CompiledCode.fromJar(jar.bytes());
    }

    /** Custom sections are left out: they mean nothing here, and a broken one must do no harm. */
    private static WasmModule parse(byte[] wasm, boolean validate) {
        Parser.Builder parser = Parser.builder().withValidation(validate);
        for (int section = SectionId.TYPE; section <= SectionId.TAG; section++) {
            parser.includeSectionId(section);
        }
        return parser.build().parse(() -> new ByteArrayInputStream(wasm));
    }

    @Override
    public void close() {
        // Compiled code is freed with the modules that use it.
    }

    /** How Endive hands out what it compiled. Loading is ours: its loader needs the compiler's classes, ours doesn't. */
    private static final class Jar implements Cache {
        private byte[] bytes = {};

        byte[] bytes() {
            return bytes;
        }

        @Override
        public byte @org.jspecify.annotations.Nullable [] get(String key) {
            return null;
        }

        @Override
        public void putIfAbsent(String key, byte[] jar) {
            bytes = jar;
        }
    }
}

package dev.kubewasm.runtime.engine.wasmtime;

import dev.kubewasm.runtime.engine.CoreModule;
import dev.kubewasm.runtime.engine.Engine;
import dev.kubewasm.runtime.engine.EngineUnavailableException;
import dev.kubewasm.runtime.engine.ResourceBudget;
import dev.kubewasm.runtime.engine.cache.CodeCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Wasmtime: core modules compiled to machine code, by the C API of its shared library. It has what Endive lacks (SIMD,
 * 64-bit memories, garbage-collected exceptions), for a call between Java and WebAssembly that costs some hundred times as
 * much. Threads are off, as in the component model.
 *
 * <p>It reserves address space as Unix systems do, and needs threads with a stack of a mebibyte, which is the JVM's default.
 */
public final class WasmtimeEngine implements Engine {
    /** The version of the C API that this is written for. */
    static final String VERSION = "wasmtime 50";

    /**
     * The settings of {@link #newEngine} that code depends on, by number: wasmtime tells code made with others, but by then it
     * is read. So is code for another processor.
     */
    private static final String SETTINGS = "settings 1";

    private final MemorySegment handle;
    private final Optional<CodeCache> cache;
    private final EpochTicker ticker;
    private final AtomicBoolean closed = new AtomicBoolean();

    private WasmtimeEngine(MemorySegment handle, Optional<CodeCache> cache) {
        this.handle = handle;
        this.cache = cache;
        this.ticker = new EpochTicker(handle);
    }

    /**
     * An engine.
     *
     * @param codeCache a folder to keep compiled code in, if it is to be kept. Whoever can write there can run code in this
     *     process: it must belong to the user alone. It is made, so, if it isn't there. Several processes may share it.
     * @throws EngineUnavailableException if wasmtime's library isn't there or isn't the one this is written for
     */
    public static WasmtimeEngine create(Optional<Path> codeCache) {
        if (System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows")) {
            throw new EngineUnavailableException("the engine wasmtime runs on Linux and macOS only", null);
        }
        Path file = WasmtimeLibrary.find()
                .orElseThrow(() -> new EngineUnavailableException(
                        "the engine wasmtime needs wasmtime's shared library, version 50: install the wasmtime C API"
                                + " (libwasmtime) in a usual folder, or name its file in " + WasmtimeLibrary.VARIABLE,
                        null));
        try {
            return new WasmtimeEngine(newEngine(), codeCache.map(folder -> cache(folder, file)));
        } catch (UncheckedIOException e) {
            throw new EngineUnavailableException("the engine wasmtime can't read " + file + ": " + e.getMessage(), e);
        } catch (LinkageError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new EngineUnavailableException(
                    "the engine wasmtime can't use " + file + ": " + cause.getMessage(), cause);
        }
    }

    /** The library has no function that names its version: its file stands for it. */
    private static CodeCache cache(Path folder, Path library) {
        try {
            BasicFileAttributes file = Files.readAttributes(library, BasicFileAttributes.class);
            return new CodeCache(
                    folder,
                    "%s %s, library of %s bytes from %s, %s"
                            .formatted(
                                    VERSION,
                                    SETTINGS,
                                    file.size(),
                                    file.lastModifiedTime(),
                                    System.getProperty("os.arch")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MemorySegment newEngine() {
        MemorySegment config = WasmtimeApi.CONFIG_NEW.pointer();
        WasmtimeApi.CONFIG_EPOCH_INTERRUPTION.run(config, true);
        WasmtimeApi.CONFIG_MAX_WASM_STACK.run(config, Activation.WASM_STACK);
        WasmtimeApi.CONFIG_THREADS.run(config, false);
        WasmtimeApi.CONFIG_GC.run(config, false);
        WasmtimeApi.CONFIG_EXCEPTIONS.run(config, true);
        // The JVM handles signals, and mach ports would come before it.
        WasmtimeApi.CONFIG_MACH_PORTS.run(config, false);
        // Images can be mapped only into memories that wasmtime makes itself.
        WasmtimeApi.CONFIG_MEMORY_IMAGES.run(config, false);
        WasmtimeApi.CONFIG_MEMORY_CREATOR.run(config, Callbacks.MEMORY_CREATOR);
        return WasmtimeApi.ENGINE_NEW.pointer(config);
    }

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public CoreModule compile(byte[] wasm) {
        String digest = CodeCache.digest(wasm);
        Optional<WasmtimeModule> cached =
                cache.flatMap(c -> c.load(digest, code -> WasmtimeModule.deserialize(this, wasm, code)));
        return cached.orElseGet(() -> {
            WasmtimeModule module = WasmtimeModule.compile(this, wasm);
            cache.ifPresent(c -> c.store(digest, module.serialized()));
            return module;
        });
    }

    MemorySegment handle() {
        if (closed.get()) {
            throw new IllegalStateException("the engine is closed");
        }
        return handle;
    }

    EpochTicker ticker() {
        return ticker;
    }

    /** The store of the core instances that are counted to {@code budget}. */
    WasmtimeStore storeOf(ResourceBudget budget) {
        WasmtimeStore store = budget.state(WasmtimeStore.class, () -> WasmtimeStore.open(this, budget));
        if (store.engine() != this) {
            throw new IllegalArgumentException("the budget is that of instances of another engine");
        }
        return store;
    }

    /** Instances live on, but are no longer interrupted. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            ticker.close();
        }
    }
}

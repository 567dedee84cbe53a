package dev.kubewasm.runtime;

import dev.kubewasm.runtime.engine.Engine;
import dev.kubewasm.runtime.engine.EngineUnavailableException;
import dev.kubewasm.runtime.engine.endive.EndiveEngine;
import dev.kubewasm.runtime.engine.wasmtime.WasmtimeEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The engines by name. */
public final class Engines {
    /** Endive, which compiles to JVM bytecode: the default. */
    public static final String ENDIVE = "endive";

    /** Endive's interpreter. */
    public static final String ENDIVE_INTERPRETER = "endive-interpreter";

    /** Wasmtime, by its shared library. */
    public static final String WASMTIME = "wasmtime";

    /** All names, the default first. */
    public static final List<String> NAMES = List.of(ENDIVE, ENDIVE_INTERPRETER, WASMTIME);

    private Engines() {}

    /**
     * Opens an engine.
     *
     * @param name one of {@link #NAMES}
     * @param codeCache where an engine that can keep compiled code does so; the folder must belong to the user alone
     * @throws IllegalArgumentException if there is no engine of that name
     * @throws EngineUnavailableException if it can't be used on this machine; the message says what to do
     */
    public static Engine open(String name, Optional<Path> codeCache) {
        return switch (name) {
            case ENDIVE -> codeCache.map(EndiveEngine::withCache).orElseGet(EndiveEngine::create);
            case ENDIVE_INTERPRETER -> EndiveEngine.interpreting();
            case WASMTIME -> WasmtimeEngine.create(codeCache);
            default ->
                throw new IllegalArgumentException(
                        "no engine is called " + name + "; there are " + String.join(", ", NAMES));
        };
    }
}

package dev.kubewasm.runtime;

import dev.kubewasm.runtime.engine.Engine;
import dev.kubewasm.runtime.engine.EngineUnavailableException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The engines that tests of the port, and of what is above it, run on. */
public enum TestEngine {
    ENDIVE(Engines.ENDIVE),
    ENDIVE_INTERPRETER(Engines.ENDIVE_INTERPRETER),
    WASMTIME(Engines.WASMTIME);

    private final String engineName;

    TestEngine(String engineName) {
        this.engineName = engineName;
    }

    /** A new engine; where it can't be used on this machine the test is skipped, saying why. */
    public Engine open() {
        return open(Optional.empty());
    }

    /** As {@link #open()}, with compiled code kept in a folder. */
    public Engine open(Optional<Path> codeCache) {
        try {
            return Engines.open(engineName, codeCache);
        } catch (EngineUnavailableException e) {
            return Assumptions.abort(String.valueOf(e.getMessage()));
        }
    }
}

package dev.kubewasm.runtime.engine;

/** An engine for core WebAssembly. Safe for use by several threads. */
public interface Engine extends AutoCloseable {
    /** Its name and version, for example {@code endive 1.0.0/1.0.1}: part of the key of cached code. */
    String version();

    /**
     * Validates and compiles a core module.
     *
     * @param wasm the binary, preamble included; not changed, and not kept
     * @throws CoreModuleException if the module is invalid or needs a feature that the engine lacks
     */
    CoreModule compile(byte[] wasm);

    @Override
    void close();
}

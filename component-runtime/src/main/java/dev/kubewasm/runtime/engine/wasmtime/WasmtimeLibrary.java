package dev.kubewasm.runtime.engine.wasmtime;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Wasmtime's shared library ({@code libwasmtime}), if it is installed. */
@SuppressWarnings("restricted")
public final class WasmtimeLibrary {
    /** The environment variable that names the library's file. */
    public static final String VARIABLE = "KUBE_WASM_WASMTIME";

    /** Also as the {@code wasmtime} package of Python names it. */
    private static final List<String> NAMES =
            List.of("libwasmtime.so", "libwasmtime.dylib", "wasmtime.dll", "_libwasmtime.so", "_libwasmtime.dylib");

    private static final List<String> FOLDERS =
            List.of("/usr/local/lib", "/usr/lib", "/usr/local/lib64", "/usr/lib64", "/opt/homebrew/lib");

    private static final AddressLayout BYTES = ValueLayout.ADDRESS.withTargetLayout(
            java.lang.foreign.MemoryLayout.sequenceLayout(Long.MAX_VALUE, ValueLayout.JAVA_BYTE));

    private final Linker linker = Linker.nativeLinker();
    private final SymbolLookup symbols;
    private final Path file;

    private WasmtimeLibrary(Path file) {
        this.file = file;
        this.symbols = SymbolLookup.libraryLookup(file, Arena.global());
    }

    /** The library's file: what {@link #VARIABLE} names, or what is in a usual folder. */
    public static Optional<Path> find() {
        String named = System.getenv(VARIABLE);
        if (named != null && !named.isEmpty()) {
            return Optional.of(Path.of(named));
        }
        Stream<String> folders = Stream.concat(
                Stream.of(System.getProperty("java.library.path", "").split(java.io.File.pathSeparator)),
                FOLDERS.stream());
        return folders.filter(folder -> !folder.isEmpty())
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /**
     * Loads the library; it stays loaded.
     *
     * @throws IllegalArgumentException if the file is no library
     */
    public static WasmtimeLibrary load(Path file) {
        return new WasmtimeLibrary(file);
    }

    /** The library's file. */
    public Path file() {
        return file;
    }

    /**
     * A function of the library.
     *
     * @throws IllegalStateException if it has none of that name: another version than this was written for
     */
    public MethodHandle function(String name, FunctionDescriptor type) {
        MemorySegment symbol =
                symbols.find(name).orElseThrow(() -> new IllegalStateException(file + " has no function " + name));
        return linker.downcallHandle(symbol, type);
    }

    /** The layout of a pointer to bytes of unknown length. */
    public static AddressLayout bytes() {
        return BYTES;
    }
}

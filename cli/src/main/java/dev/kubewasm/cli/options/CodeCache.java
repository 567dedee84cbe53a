package dev.kubewasm.cli.options;

import java.nio.file.Path;
import java.util.Optional;

/** Where compiled code is kept between runs: {@code kube-wasm/code} in the user's cache folder. */
public final class CodeCache {
    private CodeCache() {}

    /** The folder, which need not exist: after the XDG base directory specification. */
    public static Path folder() {
        Path cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(value -> !value.isBlank())
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
        return cache.resolve("kube-wasm").resolve("code");
    }
}

package dev.kubewasm.component;

import dev.kubewasm.testkit.Corpora;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The corpus of components that real toolchains made. */
final class RealComponents {
    private RealComponents() {}

    /** All of them, by path; the test is skipped if they aren't there. */
    static List<Path> all() throws IOException {
        try (Stream<Path> files = Files.walk(Corpora.require("components"))) {
            return files.filter(
                            f -> f.toString().endsWith(".wasm") || f.toString().endsWith(".wasm.gz"))
                    .sorted()
                    .toList();
        }
    }

    /** The WIT that was made of it by the reference tool. */
    static Path witOf(Path component) {
        String name = component.getFileName().toString();
        return component.resolveSibling(name.substring(0, name.indexOf(".wasm")) + ".wit");
    }

    static byte[] bytes(Path component) throws IOException {
        byte[] bytes = Files.readAllBytes(component);
        if (!component.toString().endsWith(".gz")) {
            return bytes;
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
    }
}

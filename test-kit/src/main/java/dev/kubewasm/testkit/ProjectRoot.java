package dev.kubewasm.testkit;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the checkout begins, for tests that read {@code examples/}, {@code docs/} or run {@code ./kube-wasm}. */
public final class ProjectRoot {
    private ProjectRoot() {}

    /** The folder that holds the parent {@code pom.xml} and {@code test-kit/}. */
    public static Path path() {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.isDirectory(at.resolve("test-kit"))) {
            at = at.getParent();
        }
        if (at == null) {
            throw new IllegalStateException(
                    "no project root above " + Path.of("").toAbsolutePath() + ": run the tests inside the checkout");
        }
        return at;
    }
}

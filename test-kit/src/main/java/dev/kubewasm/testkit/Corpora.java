package dev.kubewasm.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * The test corpora that lie outside the project: folder {@code shared/corpora} beside the checkout, or wherever the
 * environment variable {@code KUBE_WASM_CORPORA} points. Tests that need them are skipped, saying so, when they are
 * not there.
 */
public final class Corpora {
    private Corpora() {}

    /**
     * The folder or file at {@code path} in the corpora.
     *
     * @throws org.opentest4j.TestAbortedException when it isn't there: the test counts as skipped and says what is missing
     */
    public static Path require(String path) {
        Path file = root().resolve(path);
        Assumptions.assumeTrue(
                Files.exists(file),
                () -> "corpus " + path + " is not here; set KUBE_WASM_CORPORA to the corpora folder");
        return file;
    }

    private static Path root() {
        String named = System.getenv("KUBE_WASM_CORPORA");
        return named != null
                ? Path.of(named)
                : ProjectRoot.path().resolveSibling("shared").resolve("corpora");
    }
}

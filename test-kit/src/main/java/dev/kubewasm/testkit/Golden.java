package dev.kubewasm.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;

/**
 * Compares a text with a file kept beside the tests. Run with {@code -Dbless=true} to write what the code prints now;
 * {@code git diff} then shows what changed.
 */
public final class Golden {
    private Golden() {}

    /**
     * Fails unless {@code actual} equals the golden file, line ends normalised to {@code \n}.
     *
     * @param file the golden file, absolute or relative to the module's folder (Surefire's working directory)
     * @param actual what the code produced
     */
    public static void check(Path file, String actual) {
        String text = actual.replace("\r\n", "\n");
        try {
            if (Boolean.getBoolean("bless")) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(file, text, StandardCharsets.UTF_8);
                return;
            }
            if (!Files.exists(file)) {
                Assertions.fail(
                        "golden file %s is missing: run the test with -Dbless=true and commit it".formatted(file));
            }
            Assertions.assertThat(text)
                    .as("golden file %s (run with -Dbless=true to accept)", file)
                    .isEqualTo(Files.readString(file, StandardCharsets.UTF_8).replace("\r\n", "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException("golden file " + file, e);
        }
    }
}

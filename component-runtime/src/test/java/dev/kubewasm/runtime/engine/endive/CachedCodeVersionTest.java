package dev.kubewasm.runtime.engine.endive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.runtime.engine.cache.CodeCache;
import dev.kubewasm.testkit.Golden;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Cached code is found by the version in {@link EndiveEngine#VERSION}, so what makes it can't change under the same one: a node
 * would go on running what the code before made.
 */
class CachedCodeVersionTest {
    private static final Path ENGINE = Path.of("src/main/java/dev/kubewasm/runtime/engine");

    /** What makes classes of a module, or is called by them by a name made here. */
    private static final List<String> GENERATOR = List.of(
            "endive/CallRewriter.java",
            "endive/CompiledCode.java",
            "endive/ExtraGlobals.java",
            "endive/outline",
            "endive/Signatures.java",
            "endive/Translator.java",
            "typed");

    private static final Path GOLDEN = Path.of("src/test/resources/endive/cached-code-version.txt");

    @Test
    void whoeverChangesWhatMakesItRaisesItsVersion() throws IOException {
        String digest = digest();
        List<String> known = Files.exists(GOLDEN) ? Files.readAllLines(GOLDEN) : List.of();
        if (known.contains(EndiveEngine.VERSION)) {
            assertThat(known)
                    .as(
                            "sources of what makes cached code: raise the number behind `cache` in EndiveEngine.VERSION, then"
                                    + " accept with -Dbless=true")
                    .contains(digest);
        }
        Golden.check(GOLDEN, EndiveEngine.VERSION + "\n" + digest + "\n");
    }

    private static String digest() throws IOException {
        ByteArrayOutputStream sources = new ByteArrayOutputStream();
        for (String part : GENERATOR) {
            try (Stream<Path> files = Files.walk(ENGINE.resolve(part))) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    String text =
                            file.getFileName() + "\n" + Files.readString(file).replace("\r\n", "\n");
                    sources.writeBytes(text.getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return CodeCache.digest(sources.toByteArray());
    }
}

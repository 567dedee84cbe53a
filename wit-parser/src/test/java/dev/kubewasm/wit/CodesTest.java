package dev.kubewasm.wit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.testkit.Golden;
import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import dev.kubewasm.wit.syntax.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every code of a diagnostic has a folder of its name in {@code src/test/resources/wit/codes}: in it, {@code bad*} is
 * reported with the code, as the golden file beside it shows, and {@code good*} is the least that makes it right.
 */
class CodesTest {
    private static final Path ROOT = Path.of("src/test/resources/wit/codes");

    /** What is too large to be kept as a file, by code and name. */
    private static Map<String, WitSource> generated(DiagnosticCode code) {
        if (code != DiagnosticCode.INPUT_TOO_LARGE) {
            return Map.of();
        }
        String text = "package test:large;\n";
        return Map.of(
                "bad", new WitSource("bad.wit", text + " ".repeat(Limits.MAX_SOURCE_SIZE + 1 - text.length())),
                "good", new WitSource("good.wit", text + " ".repeat(Limits.MAX_SOURCE_SIZE - text.length())));
    }

    /** The cases of {@code code} whose name begins with {@code prefix}. */
    private static Map<String, WitResolution> cases(DiagnosticCode code, String prefix) {
        Map<String, WitResolution> cases = new TreeMap<>();
        generated(code).forEach((name, source) -> {
            if (name.startsWith(prefix)) {
                cases.put(name, Wit.resolve(List.of(source)));
            }
        });
        Path folder = ROOT.resolve(code.text());
        if (!Files.isDirectory(folder)) {
            return cases;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path input : entries.sorted().toList()) {
                String name = input.getFileName().toString();
                if (name.startsWith(prefix) && !name.endsWith(".golden")) {
                    cases.put(name, read(input));
                }
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static WitResolution read(Path input) throws IOException {
        if (Files.isDirectory(input)) {
            return Wit.resolveFolder(input);
        }
        assertThat(input.toString())
                .as("a form of case that this test cannot read")
                .endsWith(".wit");
        return Wit.resolve(List.of(new WitSource(input.getFileName().toString(), Files.readString(input))));
    }

    @Test
    void everyCodeHasItsCases() {
        List<String> without = new ArrayList<>();
        for (DiagnosticCode code : DiagnosticCode.values()) {
            for (String prefix : List.of("bad", "good")) {
                if (cases(code, prefix).isEmpty()) {
                    without.add(code.text() + "/" + prefix);
                }
            }
        }
        assertThat(without).as("cases missing in %s", ROOT).isEmpty();
    }

    @Test
    void everyFolderIsOfACode() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT)) {
            assertThat(folders.map(folder -> folder.getFileName().toString()))
                    .isSubsetOf(Arrays.stream(DiagnosticCode.values())
                            .map(DiagnosticCode::text)
                            .toList());
        }
    }

    @TestFactory
    Stream<DynamicTest> badIsReported() {
        return Arrays.stream(DiagnosticCode.values())
                .map(code -> DynamicTest.dynamicTest(
                        code.text(), () -> cases(code, "bad").forEach((name, resolution) -> {
                            assertThat(resolution.diagnostics())
                                    .as("%s/%s", code.text(), name)
                                    .extracting(Diagnostic::code)
                                    .contains(code);
                            resolution.diagnostics().forEach(d -> DiagnosticChecks.check(code.text() + "/" + name, d));
                            Golden.check(ROOT.resolve(code.text()).resolve(name + ".golden"), resolution.render());
                        })));
    }

    @TestFactory
    Stream<DynamicTest> goodIsNot() {
        return Arrays.stream(DiagnosticCode.values())
                .map(code -> DynamicTest.dynamicTest(
                        code.text(), () -> cases(code, "good").forEach((name, resolution) -> {
                            assertThat(resolution.ok()).as(resolution.render()).isTrue();
                            assertThat(resolution.diagnostics())
                                    .extracting(Diagnostic::code)
                                    .doesNotContain(code);
                        })));
    }
}

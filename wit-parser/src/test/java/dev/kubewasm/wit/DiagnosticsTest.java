package dev.kubewasm.wit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.testkit.Corpora;
import dev.kubewasm.wit.resolve.Features;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever is wrong is said in words for people, at a place in the text. */
class DiagnosticsTest {
    private static int check(List<Path> cases) throws IOException {
        int diagnostics = 0;
        for (Path input : cases) {
            WitResolution resolution = Files.isDirectory(input)
                    ? Wit.resolveFolder(input, Features.of("active"))
                    : Wit.resolve(
                            List.of(new WitSource(input.toString(), Files.readString(input))), Features.of("active"));
            resolution.diagnostics().forEach(d -> DiagnosticChecks.check(input.toString(), d));
            diagnostics += resolution.diagnostics().size();
        }
        return diagnostics;
    }

    private static List<Path> cases(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(
                            path -> Files.isDirectory(path) || path.toString().endsWith(".wit"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void ofTheCasesHere() throws IOException {
        assertThat(check(cases(Path.of("src/test/resources/wit/fail")))).isPositive();
    }

    @Test
    void ofTheCasesOfTheReference() throws IOException {
        List<Path> cases = cases(Corpora.require("wit/parser-ui/cases/parse-fail"));
        assertThat(cases).hasSize(150);
        assertThat(check(cases)).isGreaterThanOrEqualTo(cases.size());
    }
}

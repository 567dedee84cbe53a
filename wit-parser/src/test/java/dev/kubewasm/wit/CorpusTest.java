package dev.kubewasm.wit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.testkit.Corpora;
import dev.kubewasm.testkit.ExternalTools;
import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.Severity;
import dev.kubewasm.wit.print.WitPrinter;
import dev.kubewasm.wit.resolve.Features;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fixtures of the reference implementation and the WASI packages. */
class CorpusTest {
    private static WitResolution read(Path input, Features features) throws IOException {
        return Files.isDirectory(input)
                ? Wit.resolveFolder(input, features)
                : Wit.resolve(List.of(new WitSource(input.toString(), Files.readString(input))), features);
    }

    private static List<String[]> cases(String file) throws IOException {
        return Files.readAllLines(Corpora.require(file)).stream()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .toList();
    }

    /** Reads what is printed of {@code resolution}, and expects the same. */
    private static void assertReadsTheSame(WitResolution resolution, Features features, String name) {
        WitResolution again = Wit.resolve(List.of(new WitSource("printed.wit", resolution.print())), features);
        assertThat(again.render().replaceAll("(?m)^.*warning.*$", "")).as(name).doesNotContain("error");
        assertThat(again.packages()).as(name).containsExactlyInAnyOrderElementsOf(resolution.packages());
    }

    @Test
    void everyWasiPackageResolvesPrintsAndReadsTheSame() throws IOException {
        Path root = Corpora.require("wit/wasi");
        for (Path folder : Wasi.packages(root)) {
            for (Features features : List.of(Features.NONE, Features.ALL)) {
                WitResolution resolution = read(folder, features);
                assertThat(resolution.render()).as(folder.toString()).isEmpty();
                assertReadsTheSame(resolution, features, folder.toString());
            }
        }
        assertThat(read(root.resolve("drafts/observe"), Features.NONE).render())
                .contains("type `float64` does not exist");
    }

    @Test
    void everyWasiPackagePrintsAsTheToolDoes(@TempDir Path scratch) throws IOException, InterruptedException {
        Path root = Corpora.require("wit/wasi");
        ExternalTools tools = ExternalTools.require("wasm-tools");
        for (Path folder : Wasi.packages(root)) {
            for (boolean all : new boolean[] {false, true}) {
                assertThat(read(folder, all ? Features.ALL : Features.NONE).print())
                        .as(folder.toString())
                        .isEqualTo(Wasi.tool(tools, scratch, folder, all));
            }
        }
    }

    @Test
    void roundTripCasesPrintAsTheReferenceDoes() throws IOException {
        Path root = Corpora.require("wit/roundtrip");
        List<String[]> rows = cases("wit/roundtrip/cases.tsv");
        assertThat(rows).hasSize(41);
        for (String[] row : rows) {
            WitResolution resolution = read(root.resolve(row[2]), Features.NONE);
            assertThat(resolution.ok()).as(resolution.render()).isTrue();
            assertThat(WitPrinter.print(resolution.packages().getFirst()))
                    .as(row[0])
                    .isEqualTo(Files.readString(root.resolve(row[3])));
            assertReadsTheSame(resolution, Features.NONE, row[0]);
        }
    }

    /** Where the reference reports the first error: line, empty if it names none. */
    private static Optional<String> line(String location) {
        String[] parts = location.split(":", -1);
        return parts.length < 3 ? Optional.empty() : Optional.of(parts[parts.length - 2]);
    }

    @Test
    void referenceFixturesAreAcceptedAndRefusedAsTheReferenceDoes() throws IOException {
        Path root = Corpora.require("wit/parser-ui");
        java.util.Map<String, String> locations = new java.util.HashMap<>();
        cases("wit/parser-ui/messages.tsv").forEach(row -> locations.put(row[0], row[2]));
        List<String> wrong = new ArrayList<>();
        List<String> elsewhere = new ArrayList<>();
        int located = 0;
        int total = 0;
        for (String[] row : cases("wit/parser-ui/cases.tsv")) {
            if (row[1].equals("orphan") || row[0].endsWith(".wat")) {
                continue;
            }
            total++;
            WitResolution resolution = read(root.resolve("cases").resolve(row[0]), Features.of("active"));
            if (resolution.ok() != row[1].equals("parse")) {
                wrong.add(row[0]);
            } else if (resolution.ok()) {
                assertReadsTheSame(resolution, Features.of("active"), row[0]);
            }
            Optional<String> theirs = line(locations.getOrDefault(row[0], ""));
            if (!resolution.ok() && theirs.isPresent()) {
                located++;
                Diagnostic first = resolution.diagnostics().stream()
                        .filter(d -> d.severity() == Severity.ERROR)
                        .findFirst()
                        .orElseThrow();
                if (!theirs.get().equals(Integer.toString(first.span().start().line()))) {
                    elsewhere.add(row[0]);
                }
            }
        }
        assertThat(total).isEqualTo(223);
        // Needs packages in binary form among the dependencies.
        assertThat(wrong).containsExactly("kinds-of-deps");
        assertThat(located).isEqualTo(143);
        // Both reasons are on lines before the reference's: a function has the name of its resource, which newer
        // versions of it refuse too, and a top-level use names a world.
        assertThat(elsewhere)
                .as("first error on another line than the reference's")
                .containsExactly("parse-fail/bad-resource8.wit", "parse-fail/use-and-include-world");
    }
}

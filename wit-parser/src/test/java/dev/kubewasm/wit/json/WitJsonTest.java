package dev.kubewasm.wit.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubewasm.testkit.Corpora;
import dev.kubewasm.testkit.ExternalTools;
import dev.kubewasm.wit.Wasi;
import dev.kubewasm.wit.Wit;
import dev.kubewasm.wit.WitResolution;
import dev.kubewasm.wit.WitSource;
import dev.kubewasm.wit.resolve.Features;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model as JSON against that of the reference implementation, as values and as text. */
class WitJsonTest {
    /** Cases of the reference that need packages in binary form. */
    private static final List<String> BINARY = List.of("kinds-of-deps", "simple-wasm-text.wat");

    private static WitResolution read(Path input, Features features) throws IOException {
        WitResolution resolution = Files.isDirectory(input)
                ? Wit.resolveFolder(input, features)
                : Wit.resolve(List.of(new WitSource(input.toString(), Files.readString(input))), features);
        assertThat(resolution.ok()).as(resolution.render()).isTrue();
        return resolution;
    }

    private static List<String[]> rows(String file) throws IOException {
        return Files.readAllLines(Corpora.require(file)).stream()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .toList();
    }

    @Test
    void theReferencesFixturesAreEqual() throws IOException {
        Path root = Corpora.require("wit/parser-ui").resolve("cases");
        List<String> otherText = new ArrayList<>();
        int equal = 0;
        for (String[] row : rows("wit/parser-ui/cases.tsv")) {
            if (!row[1].equals("parse") || BINARY.contains(row[0])) {
                continue;
            }
            String ours = WitJson.print(read(root.resolve(row[0]), Features.of("active")));
            String theirs = Files.readString(root.resolve(row[4]));
            assertThat((JsonNode) Normal.of(ours)).as(row[0]).isEqualTo(Normal.of(theirs));
            if (ours.equals(theirs)) {
                equal++;
            } else {
                otherText.add(row[0]);
            }
        }
        assertThat(otherText).as("equal as values only").isEmpty();
        assertThat(equal).isEqualTo(72);
    }

    @Test
    void wasiPackagesAreEqualToWhatTheToolPrints(@TempDir Path scratch) throws IOException, InterruptedException {
        Path root = Corpora.require("wit/wasi");
        ExternalTools tools = ExternalTools.require("wasm-tools");
        List<String> otherText = new ArrayList<>();
        int equal = 0;
        for (Path folder : Wasi.packages(root)) {
            for (boolean all : new boolean[] {false, true}) {
                String theirs = Wasi.tool(tools, scratch, folder, all, "--json");
                String ours = WitJson.print(read(folder, all ? Features.ALL : Features.NONE));
                String name = root.relativize(folder) + (all ? " with all features" : "");
                assertThat((JsonNode) Normal.of(ours)).as(name).isEqualTo(Normal.of(theirs));
                if (ours.equals(theirs)) {
                    equal++;
                } else {
                    otherText.add(name);
                }
            }
        }
        assertThat(otherText).as("equal as values only").isEmpty();
        assertThat(equal).isEqualTo(44);
    }
}

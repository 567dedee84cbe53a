package dev.kubewasm.wit.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubewasm.testkit.Corpora;
import dev.kubewasm.testkit.ExternalTools;
import dev.kubewasm.wit.Wasi;
import dev.kubewasm.wit.Wit;
import dev.kubewasm.wit.WitResolution;
import dev.kubewasm.wit.WitSource;
import dev.kubewasm.wit.WorldSelection;
import dev.kubewasm.wit.model.World;
import dev.kubewasm.wit.resolve.Features;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

    /** The project's own cases, with includes of all kinds of item. */
    @Test
    void ownCasesAreEqualToWhatTheToolPrints(@TempDir Path scratch) throws IOException, InterruptedException {
        ExternalTools tools = ExternalTools.require("wasm-tools");
        List<Path> cases;
        try (Stream<Path> all = Files.list(Path.of("src/test/resources/wit/resolve"))) {
            cases = all.filter(path -> !path.toString().endsWith(".golden"))
                    // The tool refuses a record without fields.
                    .filter(path -> !path.endsWith("empty.wit"))
                    .sorted()
                    .toList();
        }
        List<String> different = new ArrayList<>();
        for (Path input : cases) {
            String theirs = Wasi.tool(tools, scratch, input, false, "--json");
            if (!WitJson.print(read(input, Features.NONE)).equals(theirs)) {
                different.add(input.getFileName().toString());
            }
        }
        // The tool leaves gates of another package's versions on functions and types that come with an include, in
        // text that it then does not read.
        assertThat(different).containsExactly("includes.wit");
    }

    /** Whether {@code all} has every member that {@code part} has, equal or more in it. */
    private static boolean contains(JsonNode all, JsonNode part) {
        if (all.isArray() && all.size() == part.size()) {
            return IntStream.range(0, all.size()).allMatch(i -> contains(all.get(i), part.get(i)));
        }
        if (!all.isObject() || !part.isObject()) {
            return all.equals(part);
        }
        return part.properties().stream()
                .allMatch(member -> all.has(member.getKey()) && contains(all.get(member.getKey()), member.getValue()));
    }

    /** The binary form of a package has of other packages only the interfaces that it mentions, without their docs. */
    @Test
    void whatTheReferenceDecodesFromBinaryIsWhatTheTextMeans() throws IOException {
        Path root = Corpora.require("wit/roundtrip");
        List<String> more = new ArrayList<>();
        int equal = 0;
        for (String[] row : rows("wit/roundtrip/cases.tsv")) {
            WitResolution resolution = read(root.resolve(row[2]), Features.NONE);
            JsonNode ours = Normal.of(WitJson.print(resolution));
            JsonNode theirs = Normal.of(Files.readString(root.resolve("json").resolve(row[0] + ".json")));
            String own = resolution.packages().getFirst().name().toString();
            assertThat(ours.get(own)).as(row[0]).isEqualTo(theirs.get(own));
            assertThat(contains(ours, theirs)).as(row[0]).isTrue();
            if (ours.equals(theirs)) {
                equal++;
            } else {
                more.add(row[0]);
            }
        }
        assertThat(more).containsExactlyInAnyOrder("export-other-packages-interface", "wasi-http");
        assertThat(equal).isEqualTo(39);
    }

    /** The world of every component, read back from its text as the reference prints it. */
    @Test
    void theWorldOfEveryComponentIsEqualToWhatTheToolPrints(@TempDir Path scratch)
            throws IOException, InterruptedException {
        Path root = Corpora.require("components");
        ExternalTools tools = ExternalTools.require("wasm-tools");
        List<Path> files;
        try (Stream<Path> all = Files.walk(root)) {
            files = all.filter(path -> path.toString().endsWith(".wit"))
                    .sorted()
                    .toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            World world = ((WorldSelection.Selected) Wit.world(read(file, Features.NONE), "root")).world();
            String theirs = Wasi.tool(tools, scratch, file, false, "--json");
            assertThat((JsonNode) Normal.of(WitJson.print(world)))
                    .as(file.toString())
                    .isEqualTo(Normal.of(theirs));
        }
    }
}

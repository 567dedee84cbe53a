package dev.kubewasm.wit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubewasm.testkit.Corpora;
import dev.kubewasm.testkit.ExternalTools;
import dev.kubewasm.wit.json.Normal;
import dev.kubewasm.wit.json.WitJson;
import dev.kubewasm.wit.model.PackageName;
import dev.kubewasm.wit.model.WitPackage;
import dev.kubewasm.wit.model.World;
import dev.kubewasm.wit.print.WitPrinter;
import dev.kubewasm.wit.resolve.Features;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Binaries that the reference implementation and toolchains made, and the text they are of. */
class BinaryCorpusTest {
    private static final Pattern PACKAGE = Pattern.compile("\"name\": \"([^\":]+:[^\"]+)\"");

    /** The packages of a binary, which must be some. */
    static List<WitPackage> packages(Path file, Features features) throws IOException {
        WitBinary.Decoded decoded = WitBinary.decode(file.toString(), Files.readAllBytes(file), features);
        assertThat(decoded).as(file.toString()).isInstanceOf(WitBinary.Decoded.Packages.class);
        return ((WitBinary.Decoded.Packages) decoded).resolution().packages();
    }

    /** That the packages of {@code binary} are what it can carry of {@code text}, in the same order of members. */
    static void assertCarries(List<WitPackage> binary, List<WitPackage> text, String what) {
        Map<PackageName, WitPackage> byName = new LinkedHashMap<>();
        binary.forEach(pkg -> byName.put(pkg.name(), pkg));
        Map<PackageName, WitPackage> expected = Carried.of(text);
        assertThat(binary.getFirst().name()).as(what).isEqualTo(text.getFirst().name());
        assertThat(byName.keySet()).as(what).containsExactlyInAnyOrderElementsOf(expected.keySet());
        expected.forEach((name, pkg) -> assertThat(differences(byName.get(name), pkg))
                .as("%s, package %s", what, name)
                .isEmpty());
        assertThat(WitPrinter.print(binary.getFirst())).as(what).isEqualTo(WitPrinter.print(text.getFirst()));
        assertSameMembers(binary, text, what, true);
    }

    /**
     * That the package itself has the same interfaces and worlds, and these the same imports and exports with the same
     * docs and gates: what features can turn off in a binary. What other packages have is as it was when the binary was
     * made, and so is the order of imports that others need.
     */
    private static void assertSameMembers(
            List<WitPackage> binary, List<WitPackage> text, String what, boolean sameOrder) {
        WitPackage main = binary.getFirst();
        WitPackage written = Carried.of(text).get(text.getFirst().name());
        assertThat(main.interfaces())
                .as(what)
                .isEqualTo(Objects.requireNonNull(written).interfaces());
        assertThat(List.copyOf(main.interfaces().keySet()))
                .as(what)
                .isEqualTo(List.copyOf(written.interfaces().keySet()));
        assertThat(List.copyOf(main.worlds().keySet()))
                .as(what)
                .isEqualTo(List.copyOf(written.worlds().keySet()));
        main.worlds().forEach((name, world) -> {
            World other = Objects.requireNonNull(written.worlds().get(name));
            assertThat(world.attributes()).as(what).isEqualTo(other.attributes());
            assertThat(fronts(world.imports(), sameOrder))
                    .as("%s, imports of %s", what, name)
                    .isEqualTo(fronts(other.imports(), sameOrder));
            assertThat(fronts(world.exports(), sameOrder))
                    .as("%s, exports of %s", what, name)
                    .isEqualTo(fronts(other.exports(), sameOrder));
        });
    }

    private static List<String> fronts(Map<String, World.WorldItem> items, boolean inOrder) {
        List<String> lines = new ArrayList<>();
        items.forEach((key, item) -> lines.add(key + ": "
                + switch (item) {
                    case World.WorldItem.OfInterface i -> i.attributes();
                    case World.WorldItem.OfFunction f -> f.type().attributes();
                    case World.WorldItem.OfType t -> t.type().attributes();
                }));
        return inOrder ? lines : lines.stream().sorted().toList();
    }

    /** Where two packages differ; empty if they are equal. Packages themselves are too long to be shown. */
    private static List<String> differences(@Nullable WitPackage actual, WitPackage expected) {
        List<String> found = new ArrayList<>();
        if (actual == null || actual.equals(expected)) {
            return actual == null ? List.of("missing") : List.of();
        }
        members(actual.interfaces(), expected.interfaces(), "interface", found);
        members(actual.worlds(), expected.worlds(), "world", found);
        expected.worlds().forEach((name, world) -> {
            World other = actual.worlds().get(name);
            if (other != null) {
                members(other.imports(), world.imports(), "world " + name + ", import", found);
                members(other.exports(), world.exports(), "world " + name + ", export", found);
            }
        });
        return found.isEmpty() ? List.of("docs") : found;
    }

    private static <T> void members(Map<String, T> actual, Map<String, T> expected, String what, List<String> out) {
        Map<String, T> all = new LinkedHashMap<>(expected);
        actual.forEach(all::putIfAbsent);
        all.keySet().stream()
                .filter(name -> !Objects.equals(actual.get(name), expected.get(name)))
                .map(name -> what + " " + name)
                .forEach(out::add);
    }

    @Test
    void roundTripBinariesAreWhatTheirTextIs() throws IOException {
        Path root = Corpora.require("wit/roundtrip");
        List<String> rows = Files.readAllLines(root.resolve("cases.tsv"));
        assertThat(rows).hasSize(42);
        for (String line : rows.subList(1, rows.size())) {
            String[] row = line.split("\t", -1);
            WitResolution text = Wit.resolvePath(root.resolve(row[2]));
            assertThat(text.ok()).as(text.render()).isTrue();
            List<WitPackage> binary = packages(root.resolve("binary").resolve(row[0] + ".wasm"), Features.NONE);
            assertCarries(binary, text.packages(), row[0]);
            assertJson(new WitResolution(binary, List.of()), root.resolve("json/" + row[0] + ".json"));
            assertThat(theirOrder(binary))
                    .as(row[0])
                    .isEqualTo(named(Files.readString(root.resolve("json").resolve(row[0] + ".json"))));
            assertThat(WitPrinter.print(binary.getFirst()))
                    .as(row[0])
                    .isEqualTo(Files.readString(root.resolve(row[3])));
        }
    }

    private static void assertJson(WitResolution resolution, Path theirs) throws IOException {
        assertThat((JsonNode) Normal.of(WitJson.print(resolution)))
                .as(theirs.toString())
                .isEqualTo(Normal.of(Files.readString(theirs)));
    }

    /** The reference has the package that the binary is of last. */
    private static List<String> theirOrder(List<WitPackage> packages) {
        return Stream.concat(packages.stream().skip(1), packages.stream().limit(1))
                .map(pkg -> pkg.name().toString())
                .toList();
    }

    private static List<String> named(String json) {
        return PACKAGE.matcher(json.substring(json.indexOf("\"packages\":")))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void packagesThatTheReferenceHasAsWebAssemblyText(@TempDir Path scratch) throws IOException {
        Path root = Corpora.require("wit/parser-ui");
        assertJson(
                Wit.resolvePath(root.resolve("extra/simple-wasm-text.wasm")),
                root.resolve("cases/simple-wasm-text.wit.json"));

        Path folder = root.resolve("cases/kinds-of-deps");
        assertThat(Wit.resolvePath(folder).render())
                .contains("d.wat", "error[not-wit]: this is WebAssembly text", "wasm-tools parse");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".wat"))
                    .toList()) {
                Path to = scratch.resolve(folder.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
        Files.copy(root.resolve("extra/kinds-of-deps.deps.d.wasm"), scratch.resolve("deps/d.wasm"));
        WitResolution resolution = Wit.resolvePath(scratch);
        assertThat(resolution.render()).isEmpty();
        assertJson(resolution, root.resolve("cases/kinds-of-deps.wit.json"));
    }

    @Test
    void wasiPackagesEncodedByTheReferenceAreWhatTheirTextIs(@TempDir Path scratch) throws Exception {
        ExternalTools tools = ExternalTools.require("wasm-tools");
        for (Path folder : Wasi.packages(Corpora.require("wit/wasi"))) {
            Path stable = scratch.resolve("stable.wasm");
            tools.runWell(scratch, "wasm-tools", "component", "wit", "--wasm", folder.toString(), "-o", "" + stable);
            WitResolution text = Wit.resolvePath(folder);
            assertThat(text.render()).isEmpty();
            if (folder.endsWith("tls-0.2")) {
                // All of it is unstable: the binary is an empty component, and doesn't say of which package.
                assertThat(text.packages().getFirst().interfaces()).isEmpty();
                assertThat(WitBinary.decode("tls", Files.readAllBytes(stable)))
                        .isInstanceOf(WitBinary.Decoded.OfComponent.class);
            } else {
                assertCarries(packages(stable, Features.NONE), text.packages(), folder.toString());
            }

            Path all = scratch.resolve("all.wasm");
            tools.runWell(
                    scratch,
                    "wasm-tools",
                    "component",
                    "wit",
                    "--all-features",
                    "--wasm",
                    folder.toString(),
                    "-o",
                    "" + all);
            assertCarries(
                    packages(all, Features.ALL),
                    Wit.resolvePath(folder, Features.ALL).packages(),
                    folder + ", all features");
            assertSameMembers(packages(all, Features.NONE), text.packages(), folder + ", features off again", false);
        }
    }

    @Test
    void theWorldOfEveryComponentPrintsAsTheReferenceDoes() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(Corpora.require("components"))) {
            files = all.filter(path -> path.toString().matches(".*\\.wasm(\\.gz)?"))
                    .sorted()
                    .toList();
        }
        assertThat(files).hasSize(47);
        for (Path file : files) {
            String path = file.toString();
            Path wit = Path.of(path.substring(0, path.lastIndexOf(".wasm")) + ".wit");
            assertThat(WitBinary.decode(path, bytes(file)))
                    .as(path)
                    .isInstanceOfSatisfying(WitBinary.Decoded.OfComponent.class, component -> assertThat(
                                    WitPrinter.print(component.world()).getBytes(StandardCharsets.UTF_8))
                            .as(path)
                            .asString(StandardCharsets.UTF_8)
                            .isEqualTo(read(wit)));
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return file.toString().endsWith(".gz") ? new GZIPInputStream(in).readAllBytes() : in.readAllBytes();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

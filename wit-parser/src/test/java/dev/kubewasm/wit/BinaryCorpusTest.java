package dev.kubewasm.wit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.testkit.Corpora;
import dev.kubewasm.testkit.ExternalTools;
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
        WitPackage main = binary.getFirst();
        assertThat(WitPrinter.print(main)).as(what).isEqualTo(WitPrinter.print(text.getFirst()));
        assertThat(List.copyOf(main.interfaces().keySet()))
                .as(what)
                .isEqualTo(List.copyOf(text.getFirst().interfaces().keySet()));
        main.worlds().forEach((name, world) -> {
            World written = Objects.requireNonNull(text.getFirst().worlds().get(name));
            assertThat(List.copyOf(world.imports().keySet()))
                    .as("%s, imports of %s", what, name)
                    .isEqualTo(List.copyOf(written.imports().keySet()));
            assertThat(List.copyOf(world.exports().keySet()))
                    .as("%s, exports of %s", what, name)
                    .isEqualTo(List.copyOf(written.exports().keySet()));
        });
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
                found.add(world.attributes() + " " + other.attributes());
                members(other.imports(), world.imports(), "world " + name + ", import", found);
                members(other.exports(), world.exports(), "world " + name + ", export", found);
            }
        });
        found.add("docs: " + expected.docs() + " or " + actual.docs());
        return found;
    }

    private static <T> void members(Map<String, T> actual, Map<String, T> expected, String what, List<String> out) {
        Map<String, T> all = new LinkedHashMap<>(expected);
        actual.forEach(all::putIfAbsent);
        all.keySet().stream()
                .filter(name -> !Objects.equals(actual.get(name), expected.get(name)))
                .map(name -> what + " " + name + ": " + front(expected.get(name)) + " or " + front(actual.get(name)))
                .forEach(out::add);
    }

    private static String front(@Nullable Object member) {
        return member instanceof World.WorldItem.OfInterface i
                ? i.attributes().toString()
                : member == null ? "none" : "some";
    }

    @Test
    void roundTripBinariesAreWhatTheirTextIs() throws IOException {
        Path root = Corpora.require("wit/roundtrip");
        List<String> different = new ArrayList<>();
        List<String> rows = Files.readAllLines(root.resolve("cases.tsv"));
        assertThat(rows).hasSize(42);
        for (String line : rows.subList(1, rows.size())) {
            String[] row = line.split("\t", -1);
            WitResolution text = Wit.resolvePath(root.resolve(row[2]));
            assertThat(text.ok()).as(text.render()).isTrue();
            List<WitPackage> binary = packages(root.resolve("binary").resolve(row[0] + ".wasm"), Features.NONE);
            assertCarries(binary, text.packages(), row[0]);
            assertThat(theirOrder(binary))
                    .as(row[0])
                    .isEqualTo(named(Files.readString(root.resolve("json").resolve(row[0] + ".json"))));
            if (!WitPrinter.print(binary.getFirst()).equals(Files.readString(root.resolve(row[3])))) {
                different.add(row[0]);
            }
        }
        // Both document or gate import statements of interfaces, which the model has but the printer leaves out.
        assertThat(different).containsExactlyInAnyOrder("wasi-http", "world-interface-docs");
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
        assertThat(WitPrinter.print(packages(root.resolve("extra/simple-wasm-text.wasm"), Features.NONE)
                        .getFirst()))
                .isEqualTo("package a:b;\n\ninterface x {\n}\n\n");

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
        assertThat(resolution.packages().getFirst().worlds().get("a"))
                .satisfies(world -> assertThat(world.imports()).containsOnlyKeys("b:b/b", "c:c/c", "d:d/d", "e:e/e"));
    }

    @Test
    void wasiPackagesEncodedByTheReferenceAreWhatTheirTextIs(@TempDir Path scratch) throws Exception {
        ExternalTools tools = ExternalTools.require("wasm-tools");
        List<Path> folders;
        try (Stream<Path> all = Files.walk(Corpora.require("wit/wasi"), 2)) {
            folders = all.filter(path -> Files.isDirectory(path)
                            && path.toString().matches(".*/wasi/(0\\.\\d\\.\\d+|drafts)/[^/]+")
                            && !path.endsWith("observe"))
                    .sorted()
                    .toList();
        }
        assertThat(folders).hasSize(22);
        for (Path folder : folders) {
            Path stable = scratch.resolve("stable.wasm");
            tools.runWell(scratch, "wasm-tools", "component", "wit", "--wasm", folder.toString(), "-o", "" + stable);
            WitResolution text = Wit.resolvePath(folder);
            assertThat(text.render()).isEmpty();
            assertCarries(packages(stable, Features.NONE), text.packages(), folder.toString());

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
            assertCarries(packages(all, Features.NONE), text.packages(), folder + ", features off again");
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

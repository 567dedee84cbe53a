package dev.kubewasm.wit.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.testkit.Corpora;
import dev.kubewasm.testkit.Scale;
import dev.kubewasm.wit.Wit;
import dev.kubewasm.wit.WitResolution;
import dev.kubewasm.wit.WitSource;
import dev.kubewasm.wit.diagnostics.SourceText;
import dev.kubewasm.wit.model.WitPackage;
import dev.kubewasm.wit.print.WitPrinter;
import dev.kubewasm.wit.resolve.Features;
import dev.kubewasm.wit.syntax.Scanner;
import dev.kubewasm.wit.syntax.SyntaxParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Formatting never changes what a text means, on all WIT there is here and on random spacings of it. */
class FormatMeaningTest {
    @TempDir
    private Path temp;

    private int copies;

    private static List<Path> own() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String folder : List.of("resolve", "fail", "format")) {
            found.addAll(entries(Path.of("src/test/resources/wit", folder)));
        }
        return found;
    }

    private static List<Path> corpora() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String folder : List.of(
                "wit/parser-ui/cases",
                "wit/parser-ui/cases/parse-fail",
                "wit/roundtrip/cases",
                "wit/wasi/0.2.12",
                "wit/wasi/0.3.0",
                "wit/wasi/drafts",
                "components/echo",
                "components/singles",
                "components/composed")) {
            found.addAll(entries(Corpora.require(folder)));
        }
        return found;
    }

    /** The packages in {@code folder}: files, and folders of files. */
    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(path -> Files.isDirectory(path) || isWit(path))
                    .filter(path -> !path.endsWith("parse-fail"))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isWit(Path path) {
        return path.toString().endsWith(".wit");
    }

    private static boolean parses(String text) {
        return SyntaxParser.parse(Scanner.scan(new SourceText("test.wit", text)))
                .diagnostics()
                .isEmpty();
    }

    /** {@code input} as a folder, its text changed by {@code change} where it parses. */
    private Path copy(Path input, UnaryOperator<String> change) throws IOException {
        Path target = temp.resolve("copy" + copies++);
        Path root = Files.isDirectory(input) ? input : input.getParent();
        List<Path> files;
        try (Stream<Path> all = Files.walk(input)) {
            files = all.filter(Files::isRegularFile)
                    .filter(FormatMeaningTest::isWit)
                    .toList();
        }
        for (Path file : files) {
            Path to = target.resolve(
                    root == null ? file.toString() : root.relativize(file).toString());
            Files.createDirectories(to.getParent());
            String text = Files.readString(file);
            Files.writeString(to, parses(text) ? change.apply(text) : text);
        }
        Files.createDirectories(target);
        return target;
    }

    private static List<WitPackage> packages(Path folder, List<String> errors) {
        List<WitPackage> found = new ArrayList<>();
        for (Features features : List.of(Features.NONE, Features.ALL)) {
            WitResolution resolution = Wit.resolveFolder(folder, features);
            found.addAll(resolution.packages());
            resolution.diagnostics().forEach(d -> errors.add(d.code() + ": " + withoutPaths(d.message(), folder)));
        }
        return found;
    }

    private static String withoutPaths(String message, Path folder) {
        return message.replace(folder.toString(), "");
    }

    private void assertSameMeaning(Path input, Path before, Path after) {
        List<String> errorsBefore = new ArrayList<>();
        List<String> errorsAfter = new ArrayList<>();
        List<WitPackage> packages = packages(before, errorsBefore);
        assertThat(packages(after, errorsAfter)).as("%s", input).isEqualTo(packages);
        assertThat(errorsAfter).as("%s", input).isEqualTo(errorsBefore);
    }

    private void keepsItsMeaning(List<Path> inputs) throws IOException {
        for (Path input : inputs) {
            Path before = copy(input, text -> text);
            Path after = copy(input, text -> FormatChecks.format(input.toString(), text));
            assertSameMeaning(input, before, after);
        }
    }

    @Test
    void ofTheCasesHere() throws IOException {
        keepsItsMeaning(own());
    }

    @Test
    void ofTheCorpora() throws IOException {
        keepsItsMeaning(corpora());
    }

    @Test
    void ofRandomSpacingsOfTheCasesHere() throws IOException {
        ofRandomSpacings(own(), Scale.cases(10_000));
    }

    @Test
    void ofRandomSpacingsOfTheCorpora() throws IOException {
        ofRandomSpacings(corpora(), Scale.cases(4_000));
    }

    private void ofRandomSpacings(List<Path> inputs, int cases) throws IOException {
        for (int seed = 0; seed < cases; seed++) {
            Random random = new Random(seed);
            Path input = inputs.get(random.nextInt(inputs.size()));
            Path before = copy(input, text -> RandomSpacing.of(text, random));
            String name = "seed " + seed + " of " + input;
            Path after = copy(before, text -> FormatChecks.format(name, text));
            assertSameMeaning(input, before, after);
        }
    }

    @Test
    void canonicalPrintingIsFormattedAlready() throws IOException {
        for (Path input : own()) {
            if (!Files.isDirectory(input)) {
                WitResolution resolution = Wit.resolve(List.of(new WitSource("test.wit", Files.readString(input))));
                for (WitPackage pkg : resolution.packages()) {
                    // Printing leaves worlds together, as the reference does.
                    String printed =
                            WitPrinter.print(pkg).stripTrailing().replaceAll("(?m)^}\n(?=\\S)", "}\n\n") + "\n";
                    if (printed.lines().allMatch(line -> line.length() <= 100)) {
                        assertThat(FormatChecks.format(input.toString(), printed))
                                .isEqualTo(printed);
                    }
                }
            }
        }
    }
}

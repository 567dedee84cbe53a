package dev.kubewasm.wit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.testkit.Scale;
import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.DiagnosticRenderer;
import dev.kubewasm.wit.print.WitPrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever is done to WIT text, what comes back is diagnostics that point into it, or packages that print. */
class MutationTest {
    private static final Pattern TOKEN = Pattern.compile("[%a-zA-Z_][a-zA-Z0-9_-]*|[0-9.]+|->|\\s+|.", Pattern.DOTALL);
    private static final List<String> TOKENS = List.of(
            "package",
            "interface",
            "world",
            "use",
            "type",
            "resource",
            "record",
            "variant",
            "enum",
            "flags",
            "func",
            "async",
            "static",
            "constructor",
            "import",
            "export",
            "include",
            "with",
            "as",
            "list",
            "option",
            "result",
            "tuple",
            "map",
            "future",
            "stream",
            "own",
            "borrow",
            "u8",
            "f64",
            "string",
            "_",
            "%type",
            "a",
            "t",
            "item",
            "{",
            "}",
            "(",
            ")",
            "<",
            ">",
            ":",
            ";",
            ",",
            ".",
            "/",
            "=",
            "@",
            "->",
            "1.0.0",
            "1",
            "@since(version = 1.0.0)",
            "@unstable(feature = x)",
            "/*",
            "*/",
            "//",
            "///",
            "\"",
            "\\",
            "\n",
            "\r",
            "\0",
            "\uFEFF",
            "\u202E",
            "\uD83D",
            "\uD83D\uDE00",
            "\u00E9");

    private static List<String> seeds() throws IOException {
        List<String> seeds = new ArrayList<>();
        for (String folder : List.of("resolve", "fail")) {
            try (Stream<Path> files = Files.list(Path.of("src/test/resources/wit", folder))) {
                for (Path file : files.filter(f -> f.toString().endsWith(".wit"))
                        .sorted()
                        .toList()) {
                    seeds.add(Files.readString(file));
                }
            }
        }
        return seeds;
    }

    private static String mutate(String text, Random random) {
        List<String> tokens = new ArrayList<>(
                TOKEN.matcher(text).results().map(match -> match.group()).toList());
        for (int n = random.nextInt(1, 6); n > 0; n--) {
            int at = random.nextInt(tokens.size() + 1);
            int other = random.nextInt(tokens.size() + 1);
            switch (random.nextInt(6)) {
                case 0 -> tokens.add(at, TOKENS.get(random.nextInt(TOKENS.size())));
                case 1 ->
                    tokens.subList(Math.min(at, other), Math.min(tokens.size(), Math.min(at, other) + 3))
                            .clear();
                case 2 -> tokens.addAll(at, List.copyOf(tokens.subList(Math.min(at, other), Math.max(at, other))));
                case 3 -> {
                    if (at < tokens.size() && other < tokens.size()) {
                        tokens.set(at, tokens.get(other));
                    }
                }
                case 4 -> {
                    if (at < tokens.size()) {
                        tokens.set(at, TOKENS.get(random.nextInt(TOKENS.size())));
                    }
                }
                default -> tokens.subList(at, tokens.size()).clear();
            }
        }
        return String.join("", tokens);
    }

    @Test
    void nothingThrowsAndEverySpanLiesInTheText() throws IOException {
        List<String> seeds = seeds();
        int accepted = 0;
        int cases = Scale.cases(200_000);
        for (int i = 0; i < cases; i++) {
            Random random = new Random(i);
            String text = mutate(seeds.get(random.nextInt(seeds.size())), random);
            WitResolution resolution;
            try {
                resolution = Wit.resolve(List.of(new WitSource("mutated.wit", text)));
                DiagnosticRenderer.render(resolution.diagnostics());
                if (resolution.ok()) {
                    accepted++;
                    assertReadsTheSame(resolution, i);
                }
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + i + " on:\n" + text, e);
            }
            for (Diagnostic diagnostic : resolution.diagnostics()) {
                DiagnosticChecks.check("seed " + i, diagnostic);
            }
        }
        assertThat(accepted).as("mutations that are still WIT, of %d", cases).isPositive();
    }

    private static void assertReadsTheSame(WitResolution resolution, int seed) {
        List<WitSource> printed = resolution.packages().stream()
                .map(pkg -> new WitSource(pkg.name().toString(), WitPrinter.print(pkg)))
                .toList();
        WitResolution again = Wit.resolve(printed);
        assertThat(again.ok()).as("printed, seed %d: %s", seed, again.render()).isTrue();
        assertThat(again.packages()).as("printed, seed %d", seed).isEqualTo(resolution.packages());
    }
}

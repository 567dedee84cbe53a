package dev.kubewasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.testkit.Golden;
import dev.kubewasm.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The README tells what its commands print: every console block is run, and the README is the golden file. A command may
 * end in {@code | tail -n N}, of which N lines are shown.
 */
class ReadmeTest {
    private static final Pattern CONSOLE =
            Pattern.compile("```console\n\\$ \\./kube-wasm ([^\n]*)\n.*?```", Pattern.DOTALL);

    private static final Pattern TAIL = Pattern.compile("(.*) \\| tail -n ([0-9]+)");

    @Test
    void everyConsoleBlockPrintsWhatItSays() throws IOException {
        Path readme = ProjectRoot.path().resolve("README.md");
        int[] blocks = {0};
        String asRun = CONSOLE.matcher(Files.readString(readme)).replaceAll(block -> {
            blocks[0]++;
            return Matcher.quoteReplacement(
                    "```console\n$ ./kube-wasm " + block.group(1) + "\n" + run(block.group(1)) + "```");
        });
        assertThat(blocks[0]).isGreaterThanOrEqualTo(3);
        Golden.check(readme, asRun);
    }

    private static String run(String line) {
        Matcher tail = TAIL.matcher(line);
        if (tail.matches()) {
            List<String> lines = run(tail.group(1)).lines().toList();
            int shown = Integer.parseInt(tail.group(2));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - shown), lines.size())) + "\n";
        }
        List<String> words =
                CommandLineRun.words(line).stream().map(ReadmeTest::inProject).toList();
        return CommandLineRun.of(words.toArray(String[]::new)).out().replace(ProjectRoot.path() + "/", "");
    }

    /** The word, with the path in it, or after its {@code =}, from the root of the project on. */
    private static String inProject(String word) {
        int path = word.indexOf('=') + 1;
        return word.startsWith("examples/")
                        || word.startsWith("cli/")
                        || word.startsWith("simulations/")
                        || word.substring(path).startsWith("component-runtime/")
                ? word.substring(0, path) + ProjectRoot.path().resolve(word.substring(path))
                : word;
    }
}

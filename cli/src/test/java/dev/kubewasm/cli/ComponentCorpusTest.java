package dev.kubewasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.cli.exit.ExitCode;
import dev.kubewasm.testkit.Corpora;
import dev.kubewasm.testkit.Scale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The corpus of components through the command, as one who has only the command would check it. */
class ComponentCorpusTest {
    private static final List<String> HELLO = List.of(
            "hello from [\"hello-cli\", \"a\", \"b\"]",
            "GREETING=None",
            "clock-ok=true",
            "sum=14",
            "stdin=0 bytes",
            "file error kind=Uncategorized");

    private static CommandLineRun component(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "component";
        System.arraycopy(words, 0, all, 1, words.length);
        return CommandLineRun.of(all);
    }

    @Test
    void everyCallBetweenZoosPasses() {
        Path base = Corpora.require("components");
        CommandLineRun run = component(
                "call", "--cases", base + "/echo/calls.jsonl", "--base", base.toString(), "--output", "jsonl");

        assertThat(run.err()).isEqualTo("1570 lines: 1570 passed, 0 failed, 0 skipped\n");
        assertThat(run.out().lines()).hasSize(1570).allMatch(line -> line.contains("\"pass\":true"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.GOOD);
    }

    /** The large ones take up to a minute each to compile when the code cache doesn't have them. */
    @Test
    void everyCallOfRealComponentsPassesButThoseOfTheAsynchronousAbi(@TempDir Path temp) throws IOException {
        Path base = Corpora.require("components");
        List<String> lines = Files.readAllLines(base.resolve("calls.jsonl")).stream()
                .filter(line -> Scale.current() != Scale.FAST
                        || !(line.contains("/go-") || line.contains("/py-") || line.contains("/js-sm-")))
                .toList();
        long async = lines.stream().filter(line -> line.contains("-async-")).count();
        Path cases = Files.write(temp.resolve("calls.jsonl"), lines);
        CommandLineRun run =
                component("call", "--cases", cases.toString(), "--base", base.toString(), "--output", "jsonl");

        assertThat(async).isEqualTo(7);
        assertThat(run.err())
                .isEqualTo("%d lines: %d passed, 0 failed, %d skipped%n"
                        .formatted(lines.size(), lines.size() - async, async));
        assertThat(run.out().lines().filter(line -> line.contains("\"skipped\"")))
                .allMatch(line -> line.contains("task.cancel needs the asynchronous ABI"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.GOOD);
    }

    @Test
    void aCommandRunsWithItsArgumentsAndEndsWithItsStatus() {
        Path singles = Corpora.require("components/singles");
        for (String file : List.of("hello-cli.wasm", "hello-wasip2-negative.wasm")) {
            CommandLineRun run = component(
                    "run", "--argv0", "hello-cli", singles.resolve(file).toString(), "a", "b");
            assertThat(run.out().lines()).containsExactlyElementsOf(HELLO);
            assertThat(run.err()).isEqualTo("to stderr\n");
            assertThat(run.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void optionsAfterTheFileAreTheComponentsOwn(@TempDir Path temp) {
        Path singles = Corpora.require("components/singles");
        CommandLineRun run = component(
                "run",
                "--env",
                "GREETING=hi",
                "--dir",
                temp + "::/data::ro",
                singles.resolve("hello-cli.wasm").toString(),
                "--help",
                "-x");

        assertThat(run.out()).contains("[\"hello-cli.wasm\", \"--help\", \"-x\"]", "GREETING=Some(\"hi\")");
    }

    @Test
    void aComponentThatLeavesWhereItMayNotTraps(@TempDir Path temp) {
        Path file = Corpora.require("components/singles/hello-wasip2-negative.wasm");
        CommandLineRun run = component("run", "--dir", temp + "::/data", file.toString());

        assertThat(run.err()).isEqualTo("kube-wasm: " + file + " trapped: cannot leave component instance\n");
        assertThat(run.exitCode()).isEqualTo(ExitCode.NEGATIVE);
    }

    @Test
    void realComponentsLinkAndAreValid() {
        Path singles = Corpora.require("components/singles");
        String[] files = {
            singles + "/rust-storefront-text.wasm",
            singles + "/go-calculator.wasm",
            singles + "/c-catalog.wasm",
            singles + "/rust-discounts.wasm"
        };
        assertThat(component("link", files[0], files[1], files[2], files[3]).exitCode())
                .isEqualTo(ExitCode.GOOD);
        assertThat(component("validate", files[0], files[1], files[2], files[3]).out())
                .isEqualTo("4 components checked, 0 invalid\n");
    }
}

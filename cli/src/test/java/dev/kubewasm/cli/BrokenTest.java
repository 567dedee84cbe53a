package dev.kubewasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.cli.exit.ExitCode;
import dev.kubewasm.testkit.Golden;
import dev.kubewasm.testkit.ProjectRoot;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code examples/broken} and {@code examples/seed}, as their users run them. */
class BrokenTest {
    @Test
    void everyCaseIsExplained() {
        CommandLineRun run = CommandLineRun.of(
                "run", ProjectRoot.path().resolve("examples/broken").toString());

        Golden.check(Path.of("src/test/resources/broken.txt"), run.out());
        assertThat(run.exitCode()).isEqualTo(ExitCode.NEGATIVE);
        assertThat(run.out())
                .contains("broken:missing/tax")
                .contains("greeter-english", "greeter-french", "kube-wasm/providers")
                .contains("calculator#calculate › result › list › quote.discount-pct: expected f32, found f64")
                .contains("chicken", "egg")
                .contains("wasi:nn/tensor@0.2.0-rc-2024-06-25");
    }

    @Test
    void theSeedPodIsPlacedOnTheNodeForWasmtime() {
        CommandLineRun run = CommandLineRun.of(
                "run", ProjectRoot.path().resolve("examples/seed").toString());

        Golden.check(Path.of("src/test/resources/seed.txt"), run.out());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("default/price-calculator: placed on wasmtime-1");
    }
}

package dev.kubewasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.testkit.ExternalTools;
import dev.kubewasm.testkit.ProjectRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The results kept of {@code examples/pricing} are those of Wasmtime, where it is installed to say so. */
class WasmtimeTest {
    private static final Path EXPECTED = ProjectRoot.path().resolve("examples/pricing/expected");

    /** The status by which {@code wasmtime.py} says that something isn't installed. */
    private static final int MISSING = 3;

    @TempDir
    private Path scratch;

    @Test
    void wasmtimeStillAnswersTheSame() throws Exception {
        ExternalTools tools = ExternalTools.require("python3", "wasm-tools");

        ExternalTools.Output output =
                tools.run(scratch, "python3", EXPECTED.resolve("wasmtime.py").toString());

        Assumptions.assumeFalse(output.status() == MISSING, output.err());
        assertThat(output.status()).as(output.err()).isZero();
        assertThat(output.out()).isEqualTo(Files.readString(EXPECTED.resolve("calls.jsonl")));
    }
}

package dev.kubewasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.cli.exit.ExitCode;
import dev.kubewasm.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./kube-wasm} as its users start it, on what Maven has packaged. */
class KubeWasmScriptIT {
    @TempDir
    private Path folder;

    @Test
    void printsHelpAndNothingElse() throws Exception {
        Result result = run(Map.of(), "--help");

        assertThat(result.status()).isZero();
        assertThat(result.out()).startsWith("Usage: kube-wasm");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void passesArgumentsAndStatusOn() throws Exception {
        Result result = run(Map.of(), "no such * command");

        assertThat(result.status()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(result.err()).contains("'no such * command'");
    }

    @Test
    void findsAnotherJdkWhenJavaHomeIsNone() throws Exception {
        Result result = run(
                Map.of(
                        "JAVA_HOME",
                        folder.toString(),
                        "PATH",
                        Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH")),
                "--version");

        assertThat(result.status()).isZero();
        assertThat(result.out()).startsWith("kube-wasm ").contains("JDK 25");
    }

    @Test
    void passesOverADamagedArchiveWithoutAWord() throws Exception {
        Path damaged = Files.writeString(folder.resolve("damaged.aot"), "not an archive");

        Result result = run(Map.of("KUBE_WASM_JAVA_OPTS", "-XX:AOTCache=" + damaged), "--version");

        assertThat(result.status()).isZero();
        assertThat(result.out()).startsWith("kube-wasm ");
        assertThat(result.err()).isEmpty();
    }

    private Result run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(ProjectRoot.path().resolve("kube-wasm").toString()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        int status = builder.start().waitFor();
        return new Result(
                status, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }

    private record Result(int status, String out, String err) {}
}

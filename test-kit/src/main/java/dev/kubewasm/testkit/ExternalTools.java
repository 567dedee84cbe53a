package dev.kubewasm.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs that are no part of the build and that some tests compare with: {@code wasm-tools}, {@code python3} with the
 * package {@code wasmtime}, {@code docker-registry}. They are looked for in the folder that the environment variable {@code KUBE_WASM_TOOLS} names,
 * then on the PATH. Without them those tests are skipped, saying so.
 */
public final class ExternalTools {
    private static final String VARIABLE = "KUBE_WASM_TOOLS";

    private final String path;

    private ExternalTools(String path) {
        this.path = path;
    }

    /** What a program printed to standard output, and its status. */
    public record Output(int status, String out, String err) {}

    /** The tools; skips the test unless {@code programs} are among them. */
    public static ExternalTools require(String... programs) {
        String path = Stream.of(System.getenv(VARIABLE), System.getenv("PATH"))
                .filter(folder -> folder != null && !folder.isBlank())
                .reduce((a, b) -> a + File.pathSeparator + b)
                .orElse("");
        ExternalTools tools = new ExternalTools(path);
        for (String program : programs) {
            Assumptions.assumeTrue(
                    tools.find(program).isPresent(),
                    () -> program + " is not installed: put it on the PATH, or its folder into " + VARIABLE);
        }
        return tools;
    }

    /** Where a program is that was required. */
    public Path path(String program) {
        return find(program).orElseThrow();
    }

    private Optional<Path> find(String program) {
        return Stream.of(path.split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Runs a program with its output in files of {@code scratch}; waits for its end. */
    public Output run(Path scratch, String program, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(find(program).orElseThrow().toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(scratch, program, ".out");
        Path err = Files.createTempFile(scratch, program, ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("PATH", path);
        // Else Python leaves a folder of compiled code in the checkout.
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        int status = builder.start().waitFor();
        return new Output(
                status, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }

    /** Runs a program that has to end with status 0. */
    public void runWell(Path scratch, String program, String... arguments) throws IOException, InterruptedException {
        Output output = run(scratch, program, arguments);
        assertThat(output.status())
                .as("%s %s%n%s%s", program, List.of(arguments), output.out(), output.err())
                .isZero();
    }
}

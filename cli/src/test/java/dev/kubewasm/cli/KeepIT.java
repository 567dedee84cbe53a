package dev.kubewasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.testkit.ProjectRoot;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./kube-wasm run --keep} stays up until it is told to stop, and then stops cleanly. */
class KeepIT {
    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endWhatIsLeft() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void itStaysUntilASignalAndStopsCleanly(String signal) throws Exception {
        Path root = ProjectRoot.path();
        Path out = folder.resolve("out");
        List<String> command = new ArrayList<>(heedingInterrupts());
        command.addAll(List.of(
                root.resolve("kube-wasm").toString(),
                "run",
                root.resolve("examples/pricing").toString(),
                "--keep"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        started.add(process);
        List<String> errors = new ArrayList<>();
        try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
            String line = err.readLine();
            while (line != null && !line.equals("Running; stop with Ctrl-C.")) {
                errors.add(line);
                line = err.readLine();
            }
            assertThat(line).as("%s", errors).isNotNull();
            assertThat(Files.readString(out)).contains("in-process", "storefront");
            assertThat(process.isAlive()).isTrue();

            // The script has given its place to the JVM: its process is the one to tell.
            int told = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();

            assertThat(told).isZero();
            assertThat(err.readAllLines()).containsExactly("Stopped.");
        }
        assertThat(process.waitFor()).isEqualTo(128 + (signal.equals("INT") ? 2 : 15));
        assertThat(errors).noneMatch(line -> line.contains("Exception") || line.startsWith("\tat "));
    }

    /**
     * What is put before the command so that it hears an interrupt even if the tests were started in the background, where
     * shells have their jobs ignore it and a JVM goes on ignoring it; nothing where {@code env} can't do that.
     */
    private static List<String> heedingInterrupts() throws IOException, InterruptedException {
        List<String> prefix = List.of("env", "--default-signal=INT");
        List<String> probe = new ArrayList<>(prefix);
        probe.add("true");
        int status = new ProcessBuilder(probe)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        return status == 0 ? prefix : List.of();
    }
}

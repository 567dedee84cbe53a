package dev.kubewasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same scenario and seed give the same bytes, in another process too: nothing depends on where objects are in memory. */
class SameBytesTest {
    private static final long MINUTES = 5;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"rebalance", "mixed"})
    void twoProcessesWriteTheSame(String name) throws IOException, InterruptedException {
        String scenario = ProjectRoot.path()
                .resolve("simulations/" + name + "/scenario.yaml")
                .toString();

        Written here = inThisProcess(scenario);
        Written there = inAnother(scenario);

        assertThat(there.json()).isEqualTo(here.json());
        assertThat(there.html()).isEqualTo(here.html());
    }

    private record Written(String json, String html) {}

    private Written inThisProcess(String scenario) throws IOException {
        Path report = folder.resolve("here.html");
        CommandLineRun run =
                CommandLineRun.of("simulate", "run", scenario, "-o", "json", "--report", report.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new Written(run.out(), Files.readString(report));
    }

    private Written inAnother(String scenario) throws IOException, InterruptedException {
        Path report = folder.resolve("there.html");
        Path json = folder.resolve("there.json");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "simulate",
                        "run",
                        scenario,
                        "-o",
                        "json",
                        "--report",
                        report.toString()))
                .redirectOutput(json.toFile())
                .redirectError(folder.resolve("there.err").toFile())
                .start();
        assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("there.err")))
                .isZero();
        return new Written(Files.readString(json), Files.readString(report));
    }
}

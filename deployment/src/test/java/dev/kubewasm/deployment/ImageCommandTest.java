package dev.kubewasm.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.api.buildplan.Platform;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ImageCommandTest {
    @TempDir
    Path root;

    private final StringWriter errors = new StringWriter();

    @BeforeEach
    void program() throws IOException {
        program("scheduler-app");
        program("node-app");
    }

    private void program(String module) throws IOException {
        Path app = Files.createDirectories(root.resolve(module + "/target/quarkus-app"));
        Files.writeString(app.resolve("quarkus-run.jar"), "runs");
        Files.writeString(Files.createDirectories(app.resolve("lib/main")).resolve("a.jar"), "library");
        Files.writeString(Files.createDirectories(app.resolve("app")).resolve("own.jar"), "own");
    }

    @Test
    void theProgramIsInTheImageAndRunsAsAUserThatOwnsNothing() {
        Path tar = root.resolve("image.tar");

        assertThat(run("scheduler", "--base", "scratch", "--tar", tar.toString()))
                .isZero();

        ImageTar image = ImageTar.read(tar);
        assertThat(image.files().keySet())
                .containsExactlyInAnyOrder("app/quarkus-run.jar", "app/lib/main/a.jar", "app/app/own.jar");
        assertThat(image.files().values()).allSatisfy(file -> {
            assertThat(file.mode()).isEqualTo(0644);
            assertThat(file.user()).isZero();
        });
        assertThat(image.config().at("/config/User").asText()).isEqualTo("10001:10001");
        assertThat(image.config().at("/config/Entrypoint").toString())
                .isEqualTo(
                        "[\"java\",\"-XX:+UseSerialGC\",\"-XX:+UseCountedLoopSafepoints\",\"-XX:LoopStripMiningIter=1000\","
                                + "\"-XX:MaxRAMPercentage=60\",\"-XX:+UseCompactObjectHeaders\","
                                + "\"-XX:NewSize=96m\",\"-XX:MaxTenuringThreshold=1\","
                                + "\"-jar\",\"/app/quarkus-run.jar\"]");
        assertThat(image.config().at("/config/ExposedPorts").toString()).isEqualTo("{\"10351/tcp\":{}}");
    }

    @Test
    void theSameProgramGivesTheSameBytes() throws IOException {
        Path first = root.resolve("first.tar");
        Path second = root.resolve("second.tar");

        run("scheduler", "--base", "scratch", "--tar", first.toString());
        run("scheduler", "--base", "scratch", "--tar", second.toString());

        assertThat(Files.mismatch(first, second)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"amd64", "arm64", "riscv64"})
    void theImageIsForThePlatformNamed(String architecture) {
        Path tar = root.resolve("image.tar");

        assertThat(run("node", "--base", "scratch", "--platform", "linux/" + architecture, "--tar", tar.toString()))
                .isZero();

        assertThat(ImageTar.read(tar).config().at("/os").asText()).isEqualTo("linux");
        assertThat(ImageTar.read(tar).config().at("/architecture").asText()).isEqualTo(architecture);
    }

    @Test
    void aFileHoldsOnePlatform() {
        assertThat(run("node", "--base", "scratch", "--platform", "linux/amd64,linux/arm64", "--tar", "image.tar"))
                .isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains("--platform linux/amd64,linux/arm64: a file holds the image of one");
        assertThat(run("node", "--platform", "arm64", "--tar", "image.tar")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains("--platform arm64: write OS/ARCH");
    }

    @Test
    void whatIsPushedIsForSeveral() {
        assertThat(ImagePlatforms.parse(ImagePlatforms.PUSHED))
                .extracting(Platform::getArchitecture)
                .containsExactly("amd64", "arm64");
    }

    @Test
    void aProgramThatIsNotBuiltIsNamedAndNothingIsWritten() throws IOException {
        Files.delete(root.resolve("node-app/target/quarkus-app/quarkus-run.jar"));
        Path tar = root.resolve("image.tar");

        assertThat(run("node", "--base", "scratch", "--tar", tar.toString())).isEqualTo(CommandLine.ExitCode.USAGE);

        assertThat(errors.toString()).contains("node-app").contains("build the program first");
        assertThat(tar).doesNotExist();
    }

    @Test
    void whereItGoesMustBeSaid() {
        assertThat(run("scheduler")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains("--tar").contains("--push");
    }

    private int run(String... args) {
        return Main.command(root).setErr(new PrintWriter(errors, true)).execute(args);
    }
}

package dev.kubewasm.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ImageCommandTest {
    @TempDir
    Path root;

    private final StringWriter errors = new StringWriter();

    @BeforeEach
    void program() throws IOException {
        Path app = Files.createDirectories(root.resolve("scheduler-app/target/quarkus-app"));
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
                        "[\"java\",\"-XX:+UseSerialGC\",\"-XX:MaxRAMPercentage=60\",\"-jar\",\"/app/quarkus-run.jar\"]");
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

    @Test
    void aProgramThatIsNotBuiltIsNamedAndNothingIsWritten() {
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

package dev.kubewasm.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The images of the programs as they were just built: all of each program, and nothing else. */
class ImagesIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Program.class)
    void holdsTheProgramAndNothingElse(Program program) throws IOException {
        Path root = ProjectRoot.path();
        Path tar = folder.resolve("image.tar");

        int status = Main.command(root).execute(program.name(), "--base", "scratch", "--tar", tar.toString());

        assertThat(status).isZero();
        ImageTar image = ImageTar.read(tar);
        Map<String, Long> sizes = new TreeMap<>();
        image.files()
                .forEach((path, file) -> sizes.put(path, (long) file.content().remaining()));
        assertThat(sizes).isEqualTo(sizes(program.folder(root)));
        assertThat(image.config().at("/config/ExposedPorts"))
                .hasSize(program.ports().size());
    }

    private static Map<String, Long> sizes(Path app) throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(app)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sizes.put("app/" + app.relativize(file), Files.size(file));
            }
        }
        return sizes;
    }
}

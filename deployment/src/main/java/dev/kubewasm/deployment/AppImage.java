package dev.kubewasm.deployment;

import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a program becomes an image: its libraries, which seldom change, in one layer, the rest in another; owned by root, run
 * by a user that owns nothing; no time of building in it, so that the same program gives the same bytes.
 */
final class AppImage {
    /** Stands for a base image without anything, not even Java: good for looking at what is added to a base. */
    static final String SCRATCH = "scratch";

    private static final String USER = "10001:10001";
    private static final AbsoluteUnixPath HOME = AbsoluteUnixPath.get("/app");
    /**
     * The serial collector is said, since the JVM would choose by the machine it is on: these programs have a small heap and little
     * garbage. Loops that count stop at safepoints, as they do with the default collector: else one in a component would hold up
     * every thread, and the engine would have compiled code look whether it is interrupted in each round.
     */
    private static final List<String> JVM = List.of(
            "java",
            "-XX:+UseSerialGC",
            "-XX:+UseCountedLoopSafepoints",
            "-XX:LoopStripMiningIter=1000",
            "-XX:MaxRAMPercentage=60");

    private static final FilePermissions READABLE = FilePermissions.fromOctalString("644");

    private AppImage() {}

    /**
     * @param folder the program as Quarkus lays it out ({@code quarkus-app})
     * @param base an image with Java 25 as {@code java} on its PATH, or {@link #SCRATCH}
     * @param platforms that the image is for; the base image must have them
     * @throws IOException if the folder can't be read, or isn't such a program
     */
    static JibContainerBuilder of(Program program, Path folder, String base, Set<Platform> platforms)
            throws IOException, InvalidImageReferenceException {
        if (!Files.isRegularFile(folder.resolve("quarkus-run.jar"))) {
            throw new IOException(folder + " holds no quarkus-run.jar: build the program first (mvn package)");
        }
        JibContainerBuilder image = base.equals(SCRATCH) ? Jib.fromScratch() : Jib.from(base);
        return image.setFormat(ImageFormat.OCI)
                .setPlatforms(platforms)
                .setCreationTime(Instant.EPOCH)
                .addFileEntriesLayer(layer("libraries", folder, true))
                .addFileEntriesLayer(layer("program", folder, false))
                .setWorkingDirectory(HOME)
                .setEntrypoint(Stream.of(JVM, program.jvmOptions(), List.of("-jar", HOME + "/quarkus-run.jar"))
                        .flatMap(List::stream)
                        .toList())
                .setUser(USER)
                .setExposedPorts(program.ports().stream().map(Port::tcp).collect(Collectors.toSet()))
                .addLabel("org.opencontainers.image.title", program.imageName())
                .addLabel("org.opencontainers.image.licenses", "Apache-2.0");
    }

    private static FileEntriesLayer layer(String name, Path folder, boolean libraries) throws IOException {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                Path inside = folder.relativize(file);
                if (inside.startsWith("lib") == libraries) {
                    layer.addEntry(file, HOME.resolve(inside), READABLE, FileEntriesLayer.DEFAULT_MODIFICATION_TIME);
                }
            }
        }
        return layer.build();
    }
}

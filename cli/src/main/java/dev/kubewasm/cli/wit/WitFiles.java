package dev.kubewasm.cli.wit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** WIT files as the formatter finds and leaves them. */
final class WitFiles {
    private WitFiles() {}

    /**
     * {@code path} itself if it is a file, else the {@code *.wit} files below it, in order of their names; those in
     * folders named {@code deps} belong to others.
     *
     * @throws ParameterException if nothing is there
     */
    static List<Path> below(Path path, CommandSpec spec) {
        if (Files.isRegularFile(path)) {
            return List.of(path);
        }
        if (!Files.exists(path)) {
            throw new ParameterException(spec.commandLine(), path + ": there is no such file or folder");
        }
        try (Stream<Path> found = Files.walk(path)) {
            List<Path> files = found.filter(file -> file.toString().endsWith(".wit"))
                    .filter(Files::isRegularFile)
                    .filter(file -> !isDependency(path.relativize(file)))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new ParameterException(spec.commandLine(), path + ": there is no .wit file in this folder");
            }
            return files;
        } catch (IOException | UncheckedIOException e) {
            throw new ParameterException(spec.commandLine(), path + ": can't be read: " + e.getMessage(), e);
        }
    }

    private static boolean isDependency(Path relative) {
        for (Path part : relative) {
            if (part.toString().equals("deps")) {
                return true;
            }
        }
        return false;
    }

    /** Puts {@code text} in the place of {@code file}, which is there in the old or in the new form whatever happens. */
    static void replace(Path file, String text) throws IOException {
        Path real = file.toRealPath();
        Path next = Files.createTempFile(real.getParent(), ".fmt", ".wit");
        try {
            Files.writeString(next, text, StandardCharsets.UTF_8);
            keepPermissions(real, next);
            Files.move(next, real, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private static void keepPermissions(Path from, Path to) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(from, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view != null) {
            Files.setPosixFilePermissions(to, view.readAttributes().permissions());
        }
    }
}

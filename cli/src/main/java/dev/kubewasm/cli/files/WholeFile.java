package dev.kubewasm.cli.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;

/** Writes a file beside its place first, so that no half of it is ever there. */
public final class WholeFile {
    private WholeFile() {}

    /**
     * Writes {@code text} as UTF-8; what was there before is there still if that fails.
     *
     * @throws IOException if it can't be written
     */
    public static void write(Path file, String text) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(part, text, StandardCharsets.UTF_8);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Why no file can be put there, in words that follow its name, as far as can be said before. */
    public static Optional<String> obstacle(Path file) {
        if (Files.isDirectory(file)) {
            return Optional.of("is a folder");
        }
        return Files.isDirectory(folderOf(file)) ? Optional.empty() : Optional.of("there is no such folder");
    }

    /** The folder that {@code file} is in. */
    public static Path folderOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder");
    }
}

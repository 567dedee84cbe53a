package dev.kubewasm.cli.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes a folder of files beside its place first, so that no half of it is ever there. */
public final class WholeFolder {
    private WholeFolder() {}

    /**
     * Writes {@code files}, by their paths in the folder, as UTF-8; if that fails, nothing is there that wasn't before but empty
     * folders above it.
     *
     * @param folder isn't there, or is empty
     * @throws IOException if it can't be written
     */
    public static void write(Path folder, Map<String, String> files) throws IOException {
        Path parent = Files.createDirectories(WholeFile.folderOf(folder));
        Path part = Files.createTempDirectory(parent, folder.getFileName() + ".part");
        try {
            // As any folder that is made, not for its owner alone.
            Path whole = Files.createDirectory(part.resolve("whole"));
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path place = whole.resolve(file.getKey());
                Files.createDirectories(WholeFile.folderOf(place));
                Files.writeString(place, file.getValue(), StandardCharsets.UTF_8);
            }
            Files.deleteIfExists(folder);
            Files.move(whole, folder);
        } finally {
            delete(part);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> tree = Files.walk(folder)) {
            deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}

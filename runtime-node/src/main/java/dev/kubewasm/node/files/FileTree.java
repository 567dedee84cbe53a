package dev.kubewasm.node.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A folder and all that is in it. */
public final class FileTree {
    private FileTree() {}

    /** Deletes it, if it is there; links are deleted, not followed. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walked = Files.walk(folder)) {
            all = walked.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }

    /** Deletes those in {@code folder}, if it is there, that {@code which} says. */
    public static void deleteIn(Path folder, Predicate<Path> which) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> chosen;
        try (Stream<Path> inside = Files.list(folder)) {
            chosen = inside.filter(which).toList();
        }
        for (Path one : chosen) {
            delete(one);
        }
    }
}

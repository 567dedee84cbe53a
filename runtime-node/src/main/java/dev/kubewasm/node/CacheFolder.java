package dev.kubewasm.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder, with those in it, of files that can be made again, kept below a size. */
final class CacheFolder {
    /** The end of the names of files that are being written. */
    static final String PARTIAL = ".partial";

    /** Collecting goes on until so much of the limit is taken, in percent, so that it isn't done for every file. */
    private static final int LOW = 80;

    private final Path folder;
    private final long maxBytes;

    /** {@code folder}, kept below {@code maxBytes}. */
    CacheFolder(Path folder, long maxBytes) {
        this.folder = folder;
        this.maxBytes = maxBytes;
    }

    private record Entry(Path file, long size, FileTime used) {}

    /** Deletes what was written, or marked as used, longest ago, if the folder has more than it may; returns how many bytes. */
    synchronized long collect() throws IOException {
        List<Entry> entries = entries();
        long left = entries.stream().mapToLong(Entry::size).sum();
        if (left <= maxBytes) {
            return 0;
        }
        long before = left;
        entries.sort(Comparator.comparing(Entry::used));
        for (Entry entry : entries) {
            if (left <= maxBytes / 100 * LOW) {
                break;
            }
            Files.deleteIfExists(entry.file);
            left -= entry.size;
        }
        return before - left;
    }

    /** Deletes what is half written, of a process that ended without a word; to be called before anything is. */
    void deletePartial() throws IOException {
        List<Path> partial;
        try (Stream<Path> files = Files.walk(folder)) {
            partial = files.filter(file -> file.toString().endsWith(PARTIAL)).toList();
        }
        for (Path file : partial) {
            Files.deleteIfExists(file);
        }
    }

    private List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(f -> !f.toString().endsWith(PARTIAL))::iterator) {
                try {
                    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                    if (attributes.isRegularFile()) {
                        entries.add(new Entry(file, attributes.size(), attributes.lastModifiedTime()));
                    }
                } catch (NoSuchFileException _) {
                    // It went meanwhile.
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return entries;
    }
}

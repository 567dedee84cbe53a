package dev.kubewasm.runtime.wasi.filesystem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;

/** A {@code directory-entry-stream}; the host leaves out {@code .} and {@code ..}. */
final class EntryStream {
    private final OpenDirectory directory;
    private final DirectoryStream<Path> stream;
    private final Iterator<Path> names;
    private final OpenHandles handles;

    private EntryStream(OpenDirectory directory, DirectoryStream<Path> stream, OpenHandles handles) {
        this.directory = directory;
        this.stream = stream;
        this.names = stream.iterator();
        this.handles = handles;
    }

    /** Starts to read {@code directory}, which is at {@code path}; counted in {@code handles} until dropped. */
    @SuppressWarnings("StreamResourceLeak") // closed by drop
    static EntryStream open(OpenDirectory directory, Path path, OpenHandles handles) throws IOException {
        handles.acquire();
        try {
            return new EntryStream(directory, Files.newDirectoryStream(path), handles);
        } catch (IOException e) {
            handles.release();
            throw e;
        }
    }

    /** A {@code directory-entry}. */
    record DirectoryEntry(DescriptorType type, String name) {}

    /** {@code read-directory-entry}: the next, or empty after the last. */
    Optional<DirectoryEntry> next() throws IOException {
        Optional<Path> path = nextPath();
        if (path.isEmpty()) {
            return Optional.empty();
        }
        String name = String.valueOf(path.get().getFileName());
        return Optional.of(new DirectoryEntry(directory.typeOf(name), name));
    }

    private Optional<Path> nextPath() throws IOException {
        try {
            return names.hasNext() ? Optional.of(names.next()) : Optional.empty();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** The stream was dropped. */
    void drop() {
        handles.release();
        try {
            stream.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing a directory", e);
        }
    }
}

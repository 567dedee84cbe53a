package dev.kubewasm.runtime.wasi.filesystem;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Where a guest's path leads, inside of the sandbox.
 *
 * @param path on the host: no step of it is a symbolic link, but the last may be one
 * @param attributes what is there; empty if nothing is, in a directory that exists
 * @param directoryWanted whether the guest's path ended with a slash or a dot: it can only mean a directory
 * @param base whether it is the directory that the path was relative to
 */
record Entry(Path path, Optional<BasicFileAttributes> attributes, boolean directoryWanted, boolean base) {
    /** What is there. */
    BasicFileAttributes existing() throws FilesystemException {
        return attributes.orElseThrow(() -> new FilesystemException(ErrorCode.NO_ENTRY));
    }

    /** What is there, which is a directory if the path wants one. */
    BasicFileAttributes existingAsWanted() throws FilesystemException {
        BasicFileAttributes found = existing();
        if (directoryWanted && !found.isDirectory()) {
            throw new FilesystemException(ErrorCode.NOT_DIRECTORY);
        }
        return found;
    }

    /** The path for something new. */
    Path vacant() throws FilesystemException {
        if (attributes.isPresent()) {
            throw new FilesystemException(ErrorCode.EXIST);
        }
        return path;
    }
}

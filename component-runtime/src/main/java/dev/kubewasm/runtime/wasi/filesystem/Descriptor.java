package dev.kubewasm.runtime.wasi.filesystem;

import java.io.IOException;
import java.util.Optional;

/** What a {@code descriptor} stands for. */
sealed interface Descriptor permits OpenDirectory, OpenFile {
    /** {@code get-flags}: bits of {@link DescriptorFlag}. */
    int flags();

    /** {@code get-type}. */
    DescriptorType type();

    /** {@code stat}. */
    ObjectAttributes stat() throws IOException;

    /** {@code set-times}. */
    void setTimes(NewTimes times) throws IOException;

    /** {@code sync}, or {@code sync-data} if not {@code metadata}. */
    void sync(boolean metadata) throws IOException;

    /** What tells the object from all others on the host, if the host tells. */
    Optional<Object> identity();

    /** {@code is-same-object}. */
    default boolean isSameObject(Descriptor other) {
        return this == other || (identity().isPresent() && identity().equals(other.identity()));
    }

    /** This as a file, for operations on data. */
    default OpenFile file() throws FilesystemException {
        if (this instanceof OpenFile file) {
            return file;
        }
        throw new FilesystemException(ErrorCode.BAD_DESCRIPTOR);
    }

    /** This as a directory, for operations on names. */
    default OpenDirectory directory() throws FilesystemException {
        if (this instanceof OpenDirectory directory) {
            return directory;
        }
        throw new FilesystemException(ErrorCode.NOT_DIRECTORY);
    }

    /** The descriptor was dropped. */
    void drop();
}

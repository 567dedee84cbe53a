package dev.kubewasm.runtime.wasi.filesystem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * Timestamps to be set.
 *
 * @param accessed of the last access to the data; null to leave it
 * @param modified of the last change of the data; null to leave it
 */
record NewTimes(@Nullable FileTime accessed, @Nullable FileTime modified) {
    /** Sets them on the object at {@code path}, a link not followed. */
    void applyTo(Path path) throws IOException {
        Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(modified, accessed, null);
    }
}

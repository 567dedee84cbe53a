package dev.kubewasm.runtime.wasi.filesystem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@code stat} tells.
 *
 * @param type what it is
 * @param links how many names it has
 * @param size in bytes
 * @param accessed when its data was last read, if known
 * @param modified when its data was last changed, if known
 * @param changed when its status was last changed, if known
 * @param identity what tells it from all others on the host, if known
 */
record ObjectAttributes(
        DescriptorType type,
        long links,
        long size,
        Optional<Instant> accessed,
        Optional<Instant> modified,
        Optional<Instant> changed,
        Optional<Object> identity) {

    private static final int TYPE_MASK = 0170000;

    /** Those of an open file that has no name any more, or another than it was opened by. */
    static ObjectAttributes ofNameless(long size, Optional<Object> identity) {
        return new ObjectAttributes(
                DescriptorType.REGULAR_FILE, 0, size, Optional.empty(), Optional.empty(), Optional.empty(), identity);
    }

    /** Those of the object at {@code path}, a link not followed. */
    static ObjectAttributes read(Path path) throws IOException {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix") ? readUnix(path) : readBasic(path);
    }

    private static ObjectAttributes readUnix(Path path) throws IOException {
        Map<String, Object> unix = Files.readAttributes(
                path, "unix:mode,nlink,size,lastAccessTime,lastModifiedTime,ctime,fileKey", LinkOption.NOFOLLOW_LINKS);
        return new ObjectAttributes(
                typeOf(get(unix, "mode", Integer.class)),
                get(unix, "nlink", Number.class).longValue(),
                get(unix, "size", Long.class),
                Optional.of(get(unix, "lastAccessTime", FileTime.class).toInstant()),
                Optional.of(get(unix, "lastModifiedTime", FileTime.class).toInstant()),
                Optional.of(get(unix, "ctime", FileTime.class).toInstant()),
                Optional.ofNullable(unix.get("fileKey")));
    }

    private static <T> T get(Map<String, Object> attributes, String name, Class<T> type) {
        return type.cast(Objects.requireNonNull(attributes.get(name), name));
    }

    /** The format bits of st_mode (POSIX, sys/stat.h). */
    private static DescriptorType typeOf(int mode) {
        return switch (mode & TYPE_MASK) {
            case 0010000 -> DescriptorType.FIFO;
            case 0020000 -> DescriptorType.CHARACTER_DEVICE;
            case 0040000 -> DescriptorType.DIRECTORY;
            case 0060000 -> DescriptorType.BLOCK_DEVICE;
            case 0100000 -> DescriptorType.REGULAR_FILE;
            case 0120000 -> DescriptorType.SYMBOLIC_LINK;
            case 0140000 -> DescriptorType.SOCKET;
            default -> DescriptorType.UNKNOWN;
        };
    }

    private static ObjectAttributes readBasic(Path path) throws IOException {
        BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        DescriptorType type = basic.isDirectory()
                ? DescriptorType.DIRECTORY
                : basic.isSymbolicLink()
                        ? DescriptorType.SYMBOLIC_LINK
                        : basic.isRegularFile() ? DescriptorType.REGULAR_FILE : DescriptorType.UNKNOWN;
        return new ObjectAttributes(
                type,
                1,
                basic.size(),
                Optional.of(basic.lastAccessTime().toInstant()),
                Optional.of(basic.lastModifiedTime().toInstant()),
                Optional.empty(),
                Optional.ofNullable(basic.fileKey()));
    }
}

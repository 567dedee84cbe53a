package dev.kubewasm.runtime.wasi.filesystem;

import dev.kubewasm.runtime.wasi.filesystem.PathResolver.LastLink;
import dev.kubewasm.runtime.wasi.support.EnumTypes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * An open directory: the root of all paths used with it, which can't lead out of it. It is known by its place: once
 * renamed or removed, what is done with it finds {@code no-entry}.
 */
final class OpenDirectory implements Descriptor {
    private final OpenHandles handles;
    private final Path root;
    private final Path path;
    private final Optional<Object> identity;
    private final boolean mutable;

    private OpenDirectory(OpenHandles handles, Path root, Path path, Optional<Object> identity, boolean mutable) {
        this.handles = handles;
        this.root = root;
        this.path = path;
        this.identity = identity;
        this.mutable = mutable;
    }

    /**
     * A folder that the embedder gives.
     *
     * @throws IOException if it isn't there or is no directory
     */
    static OpenDirectory preopened(OpenHandles handles, Path folder, boolean mutable) throws IOException {
        Path root = folder.toRealPath();
        BasicFileAttributes found = Files.readAttributes(root, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isDirectory()) {
            throw new FilesystemException(ErrorCode.NOT_DIRECTORY);
        }
        return new OpenDirectory(handles, root, root, Optional.ofNullable(found.fileKey()), mutable);
    }

    /** The directory at {@code entry}. */
    OpenDirectory below(Entry entry, BasicFileAttributes found) {
        return new OpenDirectory(handles, root, entry.path(), Optional.ofNullable(found.fileKey()), mutable);
    }

    @Override
    public int flags() {
        return EnumTypes.bit(DescriptorFlag.READ) | (mutable ? EnumTypes.bit(DescriptorFlag.MUTATE_DIRECTORY) : 0);
    }

    @Override
    public DescriptorType type() {
        return DescriptorType.DIRECTORY;
    }

    @Override
    public Optional<Object> identity() {
        return identity;
    }

    boolean mutable() {
        return mutable;
    }

    OpenHandles handles() {
        return handles;
    }

    @Override
    public ObjectAttributes stat() throws IOException {
        return NamespaceLock.looking(() -> {
            requireInPlace();
            return ObjectAttributes.read(path);
        });
    }

    @Override
    public void setTimes(NewTimes times) throws IOException {
        requireMutable();
        NamespaceLock.looking(() -> {
            requireInPlace();
            times.applyTo(path);
            return times;
        });
    }

    @Override
    public void sync(boolean metadata) throws IOException {
        if (!mutable) {
            return;
        }
        NamespaceLock.looking(() -> {
            requireInPlace();
            try (FileChannel directory = FileChannel.open(path, StandardOpenOption.READ)) {
                directory.force(metadata);
            }
            return path;
        });
    }

    @Override
    public void drop() {}

    /** {@code stat-at}. */
    ObjectAttributes statAt(String name, LastLink lastLink) throws IOException {
        return NamespaceLock.looking(() -> {
            Entry entry = resolve(name, lastLink);
            entry.existingAsWanted();
            return ObjectAttributes.read(entry.path());
        });
    }

    /** {@code set-times-at}. */
    void setTimesAt(String name, LastLink lastLink, NewTimes times) throws IOException {
        requireMutable();
        NamespaceLock.looking(() -> {
            Entry entry = resolve(name, lastLink);
            entry.existingAsWanted();
            times.applyTo(entry.path());
            return entry;
        });
    }

    /** {@code read-directory}. */
    EntryStream readDirectory() throws IOException {
        return NamespaceLock.looking(() -> {
            requireInPlace();
            return EntryStream.open(this, path, handles);
        });
    }

    /** The type of the entry of that name; {@code unknown} if it has gone since. */
    DescriptorType typeOf(String name) throws IOException {
        return NamespaceLock.looking(() -> {
            requireInPlace();
            try {
                return ObjectAttributes.read(path.resolve(name)).type();
            } catch (NoSuchFileException e) {
                return DescriptorType.UNKNOWN;
            }
        });
    }

    /** {@code create-directory-at}. */
    void createDirectoryAt(String name) throws IOException {
        requireMutable();
        NamespaceLock.changing(
                () -> Files.createDirectory(resolve(name, LastLink.NEVER_FOLLOW).vacant()));
    }

    /** {@code remove-directory-at}. */
    void removeDirectoryAt(String name) throws IOException {
        requireMutable();
        NamespaceLock.changing(() -> {
            Entry entry = resolve(name, LastLink.NEVER_FOLLOW);
            if (!entry.existing().isDirectory()) {
                throw new FilesystemException(ErrorCode.NOT_DIRECTORY);
            }
            if (entry.base()) {
                throw new FilesystemException(ErrorCode.INVALID);
            }
            Files.delete(entry.path());
            return entry;
        });
    }

    /** {@code unlink-file-at}. */
    void unlinkFileAt(String name) throws IOException {
        requireMutable();
        NamespaceLock.changing(() -> {
            Entry entry = resolve(name, LastLink.NEVER_FOLLOW);
            if (entry.existingAsWanted().isDirectory()) {
                throw new FilesystemException(ErrorCode.IS_DIRECTORY);
            }
            Files.delete(entry.path());
            return entry;
        });
    }

    /** {@code rename-at}. */
    void renameAt(String oldName, OpenDirectory newDirectory, String newName) throws IOException {
        requireMutable();
        newDirectory.requireMutable();
        NamespaceLock.changing(() -> {
            Entry from = resolve(oldName, LastLink.NEVER_FOLLOW);
            Entry to = newDirectory.resolve(newName, LastLink.NEVER_FOLLOW);
            requireRenamable(from, to);
            return Files.move(from.path(), to.path(), StandardCopyOption.ATOMIC_MOVE);
        });
    }

    /** The rules of rename(2), looked at first: java.nio tells some of its errors only as text. */
    private static void requireRenamable(Entry from, Entry to) throws FilesystemException {
        boolean directory = from.existingAsWanted().isDirectory();
        if (from.base() || to.base()) {
            throw new FilesystemException(ErrorCode.BUSY);
        }
        if (!directory && to.directoryWanted()) {
            throw new FilesystemException(ErrorCode.NOT_DIRECTORY);
        }
        if (to.attributes().isPresent() && directory != to.existing().isDirectory()) {
            throw new FilesystemException(directory ? ErrorCode.NOT_DIRECTORY : ErrorCode.IS_DIRECTORY);
        }
        if (directory && to.path().startsWith(from.path()) && !to.path().equals(from.path())) {
            throw new FilesystemException(ErrorCode.INVALID);
        }
    }

    /** {@code link-at}: both directories must allow changes, or a file could be made writable by linking it. */
    void linkAt(String oldName, LastLink lastLink, OpenDirectory newDirectory, String newName) throws IOException {
        requireMutable();
        newDirectory.requireMutable();
        NamespaceLock.changing(() -> {
            Entry from = resolve(oldName, lastLink);
            if (!from.existingAsWanted().isRegularFile()) {
                throw new FilesystemException(ErrorCode.NOT_PERMITTED);
            }
            Entry to = newDirectory.resolve(newName, LastLink.NEVER_FOLLOW);
            return Files.createLink(requireFileName(to), from.path());
        });
    }

    /** {@code symlink-at}. What it leads to matters when it is followed. */
    void symlinkAt(String content, String newName) throws IOException {
        requireMutable();
        if (content.isEmpty()) {
            throw new FilesystemException(ErrorCode.NO_ENTRY);
        }
        if (content.length() > PathResolver.MAX_LENGTH) {
            throw new FilesystemException(ErrorCode.NAME_TOO_LONG);
        }
        Path target = PathResolver.hostPath(path, content);
        if (content.startsWith("/") || target.getRoot() != null) {
            throw new FilesystemException(ErrorCode.NOT_PERMITTED);
        }
        NamespaceLock.changing(
                () -> Files.createSymbolicLink(requireFileName(resolve(newName, LastLink.NEVER_FOLLOW)), target));
    }

    /** {@code readlink-at}. */
    String readlinkAt(String name) throws IOException {
        return NamespaceLock.looking(() -> {
            Entry entry = resolve(name, LastLink.NEVER_FOLLOW);
            entry.existingAsWanted();
            Path target = Files.readSymbolicLink(entry.path());
            if (target.getRoot() != null) {
                throw new FilesystemException(ErrorCode.NOT_PERMITTED);
            }
            return PathResolver.guestText(target);
        });
    }

    /** Where {@code name} leads from here. The caller holds the {@link NamespaceLock} until it has used the answer. */
    Entry resolve(String name, LastLink lastLink) throws IOException {
        requireInPlace();
        return PathResolver.resolve(path, name, lastLink);
    }

    void requireMutable() throws FilesystemException {
        if (!mutable) {
            throw new FilesystemException(ErrorCode.READ_ONLY);
        }
    }

    private static Path requireFileName(Entry entry) throws FilesystemException {
        Path vacant = entry.vacant();
        if (entry.directoryWanted()) {
            throw new FilesystemException(ErrorCode.NO_ENTRY);
        }
        return vacant;
    }

    /** That every step down to here still is a directory, not a link put in its place, and the last the one opened. */
    private void requireInPlace() throws IOException {
        Path step = root;
        BasicFileAttributes found = requireDirectory(step);
        for (Path name : root.relativize(path)) {
            // The relative path of the root itself is one empty name.
            step = step.resolve(name);
            found = requireDirectory(step);
        }
        if (!Optional.ofNullable(found.fileKey()).equals(identity)) {
            throw new FilesystemException(ErrorCode.NO_ENTRY);
        }
    }

    private static BasicFileAttributes requireDirectory(Path step) throws IOException {
        return PathResolver.attributes(step)
                .filter(BasicFileAttributes::isDirectory)
                .orElseThrow(() -> new FilesystemException(ErrorCode.NO_ENTRY));
    }
}

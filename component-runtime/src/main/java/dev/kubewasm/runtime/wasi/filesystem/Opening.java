package dev.kubewasm.runtime.wasi.filesystem;

import dev.kubewasm.runtime.wasi.filesystem.PathResolver.LastLink;
import dev.kubewasm.runtime.wasi.support.EnumTypes;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;

/**
 * {@code open-at}.
 *
 * @param follow whether a symbolic link at the end of the path is followed
 * @param openFlags bits of {@link OpenFlag}
 * @param flags bits of {@link DescriptorFlag}
 */
record Opening(boolean follow, int openFlags, int flags) {
    /**
     * Opens or creates what {@code name} leads to.
     *
     * <p>A directory opened through one that allows changes allows them too, whether {@code mutate-directory} is asked for
     * or not: guests built on wasi-libc and on the preview 1 adapter don't ask, and go on to change what is in it.
     */
    Descriptor open(OpenDirectory directory, String name) throws IOException {
        boolean exclusive = has(OpenFlag.CREATE) && has(OpenFlag.EXCLUSIVE);
        if (has(OpenFlag.DIRECTORY) && (has(OpenFlag.CREATE) || has(OpenFlag.EXCLUSIVE) || has(OpenFlag.TRUNCATE))) {
            throw new FilesystemException(ErrorCode.INVALID);
        }
        if (!mutates()) {
            return NamespaceLock.looking(() -> openExisting(directory, directory.resolve(name, lastLink(false))));
        }
        directory.requireMutable();
        return NamespaceLock.changing(() -> {
            Entry entry = directory.resolve(name, lastLink(exclusive));
            if (entry.attributes().isEmpty() && has(OpenFlag.CREATE)) {
                return create(directory, entry);
            }
            if (exclusive) {
                throw new FilesystemException(ErrorCode.EXIST);
            }
            return openExisting(directory, entry);
        });
    }

    private boolean mutates() {
        return has(OpenFlag.CREATE)
                || has(OpenFlag.TRUNCATE)
                || has(DescriptorFlag.WRITE)
                || has(DescriptorFlag.MUTATE_DIRECTORY);
    }

    private LastLink lastLink(boolean exclusive) {
        return follow && !exclusive ? LastLink.FOLLOW : LastLink.KEEP;
    }

    private Descriptor create(OpenDirectory directory, Entry entry) throws IOException {
        if (entry.directoryWanted()) {
            throw new FilesystemException(ErrorCode.IS_DIRECTORY);
        }
        return openFile(directory, entry.path(), StandardOpenOption.CREATE_NEW);
    }

    private Descriptor openExisting(OpenDirectory directory, Entry entry) throws IOException {
        BasicFileAttributes found = entry.existing();
        if (found.isDirectory()) {
            if (has(OpenFlag.CREATE) || has(OpenFlag.TRUNCATE) || has(DescriptorFlag.WRITE)) {
                throw new FilesystemException(ErrorCode.IS_DIRECTORY);
            }
            return directory.below(entry, found);
        }
        if (found.isSymbolicLink()) {
            throw new FilesystemException(ErrorCode.LOOP);
        }
        if (has(OpenFlag.DIRECTORY) || entry.directoryWanted()) {
            throw new FilesystemException(ErrorCode.NOT_DIRECTORY);
        }
        if (!found.isRegularFile()) {
            // Opening a pipe or a device may wait for ever.
            throw new FilesystemException(ErrorCode.UNSUPPORTED);
        }
        return has(OpenFlag.TRUNCATE)
                ? openFile(directory, entry.path(), StandardOpenOption.TRUNCATE_EXISTING)
                : openFile(directory, entry.path());
    }

    private Descriptor openFile(OpenDirectory directory, Path path, OpenOption... more) throws IOException {
        Set<OpenOption> options = new HashSet<>(Set.of(more));
        options.add(LinkOption.NOFOLLOW_LINKS);
        if (has(DescriptorFlag.WRITE) || more.length > 0) {
            options.add(StandardOpenOption.WRITE);
        }
        // The host knows no descriptor for neither; the flags say what the guest may do with it.
        if (has(DescriptorFlag.READ) || !options.contains(StandardOpenOption.WRITE)) {
            options.add(StandardOpenOption.READ);
        }
        if (has(DescriptorFlag.FILE_INTEGRITY_SYNC)) {
            options.add(StandardOpenOption.SYNC);
        }
        if (has(DescriptorFlag.DATA_INTEGRITY_SYNC)) {
            options.add(StandardOpenOption.DSYNC);
        }
        OpenHandles handles = directory.handles();
        SharedChannel channel = SharedChannel.open(path, options, handles);
        try {
            int kept = flags & ~EnumTypes.bit(DescriptorFlag.MUTATE_DIRECTORY);
            return new OpenFile(channel, handles, path, directory.mutable(), kept);
        } catch (IOException e) {
            channel.release();
            throw e;
        }
    }

    private boolean has(OpenFlag flag) {
        return (openFlags & EnumTypes.bit(flag)) != 0;
    }

    private boolean has(DescriptorFlag flag) {
        return (flags & EnumTypes.bit(flag)) != 0;
    }
}

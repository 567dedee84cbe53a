package dev.kubewasm.runtime.wasi.filesystem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Resolves a guest's path step by step, as wasi-filesystem's path-resolution.md has it: what leads out of the base
 * directory, by {@code ..}, by an absolute path or through a symbolic link, is not permitted. Every link is followed
 * here, none by the host, so that what comes out is a plain path below the base.
 */
final class PathResolver {
    /** The longest path, and the longest content of a link, in characters (PATH_MAX of Linux). */
    static final int MAX_LENGTH = 4096;

    /** How many links may be followed for one path (as Linux does). */
    private static final int MAX_LINKS = 40;

    private final Path base;
    private final LastLink lastLink;
    private final Deque<String> steps = new ArrayDeque<>();
    private Path current;
    private int depth;
    private int links;
    private boolean directoryWanted;

    /** What becomes of a symbolic link that the last step leads to. */
    enum LastLink {
        /** It is followed. */
        FOLLOW,
        /** It is followed only if the path ends with a slash. */
        KEEP,
        /** It is never followed: the operation is about the name. */
        NEVER_FOLLOW
    }

    private PathResolver(Path base, LastLink lastLink) {
        this.base = base;
        this.current = base;
        this.lastLink = lastLink;
    }

    /**
     * Resolves {@code path}. The caller holds the {@link NamespaceLock} until it has used the result.
     *
     * @param base an existing directory of the host, no step of which is a symbolic link
     * @param path as the guest wrote it
     * @throws FilesystemException {@code not-permitted} if it leads out, {@code no-entry}, {@code not-directory},
     *     {@code loop}, {@code name-too-long}, {@code invalid} or {@code illegal-byte-sequence}
     */
    static Entry resolve(Path base, String path, LastLink lastLink) throws IOException {
        PathResolver resolver = new PathResolver(base, lastLink);
        resolver.prepend(path);
        return resolver.walk();
    }

    private Entry walk() throws IOException {
        BasicFileAttributes found = attributes(current).orElseThrow(() -> new FilesystemException(ErrorCode.NO_ENTRY));
        while (!steps.isEmpty()) {
            if (!found.isDirectory()) {
                throw new FilesystemException(ErrorCode.NOT_DIRECTORY);
            }
            String step = steps.pop();
            if (step.equals("..")) {
                leave();
                found = attributes(current).orElseThrow(() -> new FilesystemException(ErrorCode.NO_ENTRY));
                continue;
            }
            Path next = child(step);
            Optional<BasicFileAttributes> there = attributes(next);
            if (there.isEmpty()) {
                return missing(next);
            }
            if (there.get().isSymbolicLink() && follows()) {
                followLink(next);
                continue;
            }
            current = next;
            depth++;
            found = there.get();
        }
        return new Entry(current, Optional.of(found), directoryWanted, depth == 0);
    }

    private Entry missing(Path next) throws FilesystemException {
        if (!steps.isEmpty()) {
            throw new FilesystemException(ErrorCode.NO_ENTRY);
        }
        return new Entry(next, Optional.empty(), directoryWanted, false);
    }

    private void leave() throws FilesystemException {
        Path parent = current.getParent();
        if (depth == 0 || parent == null) {
            throw new FilesystemException(ErrorCode.NOT_PERMITTED);
        }
        current = parent;
        depth--;
    }

    private boolean follows() {
        return switch (lastLink) {
            case FOLLOW -> true;
            case KEEP -> !steps.isEmpty() || directoryWanted;
            case NEVER_FOLLOW -> !steps.isEmpty();
        };
    }

    private void followLink(Path link) throws IOException {
        links++;
        if (links > MAX_LINKS) {
            throw new FilesystemException(ErrorCode.LOOP);
        }
        Path target = Files.readSymbolicLink(link);
        if (target.getRoot() != null) {
            throw new FilesystemException(ErrorCode.NOT_PERMITTED);
        }
        prepend(guestText(target));
    }

    /** Puts the steps of {@code path} before those that are left. */
    private void prepend(String path) throws FilesystemException {
        requireUsable(path);
        boolean last = steps.isEmpty();
        String[] parts = path.split("/", -1);
        for (int i = parts.length - 1; i >= 0; i--) {
            if (!parts[i].isEmpty() && !parts[i].equals(".")) {
                steps.push(parts[i]);
            }
        }
        String end = parts[parts.length - 1];
        if (last && (end.isEmpty() || end.equals(".") || end.equals(".."))) {
            directoryWanted = true;
        }
    }

    private static void requireUsable(String path) throws FilesystemException {
        if (path.isEmpty()) {
            throw new FilesystemException(ErrorCode.NO_ENTRY);
        }
        if (path.startsWith("/")) {
            throw new FilesystemException(ErrorCode.NOT_PERMITTED);
        }
        if (path.length() > MAX_LENGTH) {
            throw new FilesystemException(ErrorCode.NAME_TOO_LONG);
        }
        if (path.indexOf('\0') >= 0) {
            throw new FilesystemException(ErrorCode.INVALID);
        }
    }

    private Path child(String step) throws FilesystemException {
        Path name = hostPath(base, step);
        // On a host where more than the slash separates, or where a name may hold a drive or a stream, refuse those.
        if (name.getRoot() != null
                || name.getNameCount() != 1
                || !name.toString().equals(step)) {
            throw new FilesystemException(ErrorCode.INVALID);
        }
        return current.resolve(name);
    }

    /** {@code text} as a path of the file system that {@code base} is on. */
    static Path hostPath(Path base, String text) throws FilesystemException {
        try {
            return base.getFileSystem().getPath(text);
        } catch (InvalidPathException e) {
            throw new FilesystemException(ErrorCode.ILLEGAL_BYTE_SEQUENCE);
        }
    }

    /** The content of a link as guests write paths. */
    static String guestText(Path target) {
        return target.toString().replace(target.getFileSystem().getSeparator(), "/");
    }

    /** What is at {@code path}, links not followed; empty if nothing is. */
    static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}

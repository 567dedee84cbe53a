package dev.kubewasm.runtime.wasi.filesystem;

import static dev.kubewasm.runtime.wasi.filesystem.FolderGuest.bits;
import static dev.kubewasm.runtime.wasi.filesystem.FolderGuest.bytes;
import static dev.kubewasm.runtime.wasi.filesystem.FolderGuest.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.wasi.Guest;
import dev.kubewasm.testkit.Scale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random operations with hostile paths and links never read or change anything beside the folder given. The judge is the
 * host: what a path really leads to, and what is outside afterwards.
 */
class SandboxFuzzTest {
    private static final int SANDBOXES = 2000;
    private static final int STEPS = 400;
    private static final List<String> NAMES =
            List.of("a", "b", "c", "a", "b", "..", "..", ".", "", "secret", "outside", "root");

    private static final List<Action> ACTIONS = List.of(Action.values());

    @TempDir
    private Path temp;

    private enum Action {
        OPEN,
        CREATE,
        STAT,
        READ_DIRECTORY,
        CREATE_DIRECTORY,
        REMOVE_DIRECTORY,
        UNLINK,
        RENAME,
        LINK,
        SYMLINK,
        READLINK,
        SET_TIMES
    }

    @Test
    void nothingOutsideIsReadOrChanged() throws IOException {
        Path outside = Files.createDirectories(temp.resolve("outside/a/b"));
        Files.writeString(temp.resolve("secret"), "secret");
        Files.writeString(outside.resolve("secret"), "secret");
        Map<String, String> before = snapshot(temp);
        Map<Action, Integer> successes = new EnumMap<>(Action.class);
        for (int seed = 0; seed < Scale.cases(SANDBOXES); seed++) {
            Path root = Files.createDirectory(temp.resolve("root")).toRealPath();
            new Run(root, seed, successes).play();
            deleteTree(root);
            assertThat(snapshot(temp))
                    .as("outside of the folder, seed %d", seed)
                    .isEqualTo(before);
        }
        assertThat(successes).as("every action succeeds sometimes").containsOnlyKeys(Action.values());
    }

    /** One folder and a guest that plays with it. */
    private static final class Run {
        private final Path root;
        private final int seed;
        private final SplittableRandom random;
        private final Map<Action, Integer> successes;
        private final FolderGuest guest;
        private final List<Opened> directories = new ArrayList<>();

        /** A descriptor, and where it was on the host when it was opened. */
        private record Opened(Val descriptor, Path path) {}

        Run(Path root, int seed, Map<Action, Integer> successes) {
            this.root = root;
            this.seed = seed;
            this.random = new SplittableRandom(seed);
            this.successes = successes;
            this.guest = new FolderGuest(root, true);
            directories.add(new Opened(guest.folder, root));
        }

        void play() throws IOException {
            for (int step = 0; step < STEPS; step++) {
                Action action = ACTIONS.get(random.nextInt(ACTIONS.size()));
                if (run(action, pick()).equals("ok")) {
                    successes.merge(action, 1, Integer::sum);
                }
            }
            assertThat(guest.openHandles()).as("seed %d", seed).isZero();
        }

        private String run(Action action, Opened in) throws IOException {
            Val path = Val.str(path());
            Val flags = new Val.FlagsVal(random.nextInt(2));
            Val dir = in.descriptor();
            return switch (action) {
                case OPEN -> open(in, 0, bits(DescriptorFlag.READ));
                case CREATE -> open(in, bits(OpenFlag.CREATE), bits(DescriptorFlag.READ, DescriptorFlag.WRITE));
                case STAT -> stat(in, flags, path);
                case READ_DIRECTORY -> readDirectory(dir);
                case CREATE_DIRECTORY -> guest.code(dir, "create-directory-at", path);
                case REMOVE_DIRECTORY -> guest.code(dir, "remove-directory-at", path);
                case UNLINK -> guest.code(dir, "unlink-file-at", path);
                case RENAME -> guest.code(dir, "rename-at", path, pick().descriptor(), Val.str(path()));
                case LINK -> guest.code(dir, "link-at", flags, path, pick().descriptor(), Val.str(path()));
                case SYMLINK -> guest.code(dir, "symlink-at", path, Val.str(path()));
                case READLINK -> guest.code(dir, "readlink-at", path);
                case SET_TIMES -> guest.code(dir, "set-times-at", flags, path, Val.variant(1), Val.variant(1));
            };
        }

        private String open(Opened in, int openFlags, int flags) throws IOException {
            String path = path();
            Val result = guest.open(in.descriptor(), path, openFlags, flags);
            if (!code(result).equals("ok")) {
                return code(result);
            }
            Path real = requireInside(in, path);
            Val opened = FolderGuest.payload(result);
            if (Files.isDirectory(real)) {
                directories.add(new Opened(opened, real));
                return "ok";
            }
            assertThat(guest.contents(opened)).as("seed %d, %s", seed, path).doesNotContain("secret");
            if ((flags & bits(DescriptorFlag.WRITE)) != 0) {
                guest.ok(opened, "write", bytes("written"), Val.u64(0));
            }
            Guest.drop(opened);
            return "ok";
        }

        private String stat(Opened in, Val flags, Val path) throws IOException {
            String code = guest.code(in.descriptor(), "stat-at", flags, path);
            if (code.equals("ok") && flags.equals(new Val.FlagsVal(FolderGuest.FOLLOW))) {
                requireInside(in, ((Val.Str) path).value());
            }
            return code;
        }

        private String readDirectory(Val directory) {
            Val result = guest.call(directory, "read-directory");
            if (code(result).equals("ok")) {
                Val stream = FolderGuest.payload(result);
                guest.guest.ok(
                        "filesystem/types",
                        "[method]directory-entry-stream.read-directory-entry",
                        Guest.borrow(stream));
                Guest.drop(stream);
            }
            return code(result);
        }

        /** Where the path leads as the host sees it, which is inside of the folder, whatever the guest was told. */
        private Path requireInside(Opened in, String path) throws IOException {
            Path real = in.path().resolve(path).toRealPath();
            assertThat(real.startsWith(root))
                    .as("seed %d: %s from %s leads to %s", seed, path, in.path(), real)
                    .isTrue();
            return real;
        }

        private Opened pick() {
            return directories.get(random.nextInt(directories.size()));
        }

        private String path() {
            StringBuilder path = new StringBuilder(random.nextInt(12) == 0 ? "/" : "");
            int steps = 1 + random.nextInt(4);
            for (int i = 0; i < steps; i++) {
                path.append(i == 0 ? "" : "/").append(NAMES.get(random.nextInt(NAMES.size())));
            }
            return path.toString();
        }
    }

    /** Everything below {@code folder}: names, kinds, contents and times. */
    private static Map<String, String> snapshot(Path folder) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(p -> !p.equals(folder)).toList()) {
                String contents = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) ? Files.readString(path) : "";
                found.put(path.toString(), contents + Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS));
            }
        }
        return found;
    }

    private static void deleteTree(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }
}

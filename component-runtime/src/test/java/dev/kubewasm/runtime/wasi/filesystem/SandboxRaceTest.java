package dev.kubewasm.runtime.wasi.filesystem;

import static dev.kubewasm.runtime.wasi.filesystem.FolderGuest.bits;
import static dev.kubewasm.runtime.wasi.filesystem.FolderGuest.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.wasi.Guest;
import dev.kubewasm.testkit.Scale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two components that share a folder can't help each other out of it. */
class SandboxRaceTest {
    @TempDir
    private Path temp;

    @Test
    void aLinkPutInPlaceOfADirectoryIsNeverFollowedOut() throws IOException, InterruptedException, ExecutionException {
        Path root = Files.createDirectories(temp.resolve("root"));
        Files.createDirectory(root.resolve("real"));
        Files.writeString(root.resolve("real/f"), "inside");
        Files.createDirectory(temp.resolve("outside"));
        Files.writeString(temp.resolve("outside/f"), "secret");
        Files.createSymbolicLink(root.resolve("link"), Path.of("../outside"));
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            Future<?> swapping = other.submit(() -> swapUntil(done, new FolderGuest(root, true)));
            Set<String> seen = readAll(new FolderGuest(root, false), Scale.cases(200_000));
            done.set(true);
            swapping.get();
            assertThat(seen).isSubsetOf("inside", "no-entry", "not-permitted");
        }
    }

    /** Makes {@code d} a directory and a link to the outside by turns. */
    private static void swapUntil(AtomicBoolean done, FolderGuest guest) {
        while (!done.get()) {
            for (String name : new String[] {"real", "link"}) {
                guest.ok(guest.folder, "rename-at", Val.str(name), guest.folder, Val.str("d"));
                guest.ok(guest.folder, "rename-at", Val.str("d"), guest.folder, Val.str(name));
            }
        }
    }

    private static Set<String> readAll(FolderGuest guest, int times) {
        Set<String> seen = new TreeSet<>();
        for (int i = 0; i < times; i++) {
            Val result = guest.open(guest.folder, "d/f", 0, bits(DescriptorFlag.READ));
            if (code(result).equals("ok")) {
                Val file = FolderGuest.payload(result);
                seen.add(guest.contents(file));
                Guest.drop(file);
            } else {
                seen.add(code(result));
            }
        }
        return seen;
    }
}

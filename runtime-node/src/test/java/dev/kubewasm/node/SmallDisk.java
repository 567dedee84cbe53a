package dev.kubewasm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file system of its own in memory, small enough to be filled. */
final class SmallDisk implements AutoCloseable {
    private static final String NO_SPACE = "No space left on device";

    private final Path folder;
    private final List<Path> fillers = new ArrayList<>();

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** One at {@code folder}; the test is skipped, saying why, where none can be made. */
    static SmallDisk mount(Path folder) {
        if (!run("mount", "-t", "tmpfs", "-o", "size=1m,nr_inodes=200", "small-disk", folder.toString())) {
            abort("a file system can't be mounted: that takes Linux and root");
        }
        return new SmallDisk(folder);
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Takes all the room there is, for content and for files. */
    void fill() {
        assertThat(full(() -> {
                    Path big = folder.resolve("filler");
                    fillers.add(big);
                    try (OutputStream out = Files.newOutputStream(big)) {
                        while (true) {
                            out.write(new byte[1024]);
                        }
                    }
                }))
                .isTrue();
        assertThat(full(() -> {
                    for (int i = 0; ; i++) {
                        Path next = folder.resolve("filler-" + i);
                        Files.createFile(next);
                        fillers.add(next);
                    }
                }))
                .isTrue();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static boolean full(Work work) {
        try {
            work.run();
            return false;
        } catch (FileSystemException e) {
            return NO_SPACE.equals(e.getReason());
        } catch (IOException e) {
            return NO_SPACE.equals(e.getMessage());
        }
    }

    /** Gives back room for so many files, though not for their content. */
    void giveFiles(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Files.delete(fillers.removeLast());
        }
    }

    /** Gives it back. */
    void empty() throws IOException {
        for (Path filler : fillers) {
            Files.delete(filler);
        }
        fillers.clear();
    }

    @Override
    public void close() {
        assertThat(run("umount", folder.toString())).isTrue();
    }
}

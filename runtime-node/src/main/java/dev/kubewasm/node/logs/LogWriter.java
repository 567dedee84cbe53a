package dev.kubewasm.node.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes one log. What can't be written (the disk is full) is lost, for a component's output must not end it. Safe for use by
 * several threads.
 */
final class LogWriter extends OutputStream {
    /** A longer line is written in pieces, all but the last marked {@code P}. */
    private static final int MAX_LINE_BYTES = 16 << 10;

    /** Fixed in its width, so that lines are in the order of their text. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

    private static final System.Logger LOG = System.getLogger(LogWriter.class.getName());

    private final Path file;
    private final LogFiles.Limits limits;
    private final InstantSource clock;
    private final Runnable closed;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    /** Closed when rotating failed half-way. */
    private Optional<OutputStream> out;

    private long written;
    private boolean losing;

    LogWriter(Path file, LogFiles.Limits limits, InstantSource clock, Runnable closed) throws IOException {
        this.closed = closed;
        this.file = file;
        this.limits = limits;
        this.clock = clock;
        this.out = Optional.of(append(file));
        this.written = Files.size(file);
    }

    private static OutputStream append(Path file) throws IOException {
        return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** The files that the log at {@code file} has, oldest first. */
    static List<Path> files(Path file) {
        List<Path> files = new ArrayList<>();
        files.add(file);
        for (int i = 1; Files.exists(rotated(file, i)); i++) {
            files.addFirst(rotated(file, i));
        }
        return files;
    }

    private static Path rotated(Path file, int age) {
        return file.resolveSibling(file.getFileName() + "." + age);
    }

    @Override
    public synchronized void write(int b) {
        if (b == '\n') {
            end('F');
        } else {
            line.write(b);
            if (line.size() >= MAX_LINE_BYTES) {
                end('P');
            }
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        for (int i = 0; i < length; i++) {
            write(bytes[offset + i]);
        }
    }

    private void end(char tag) {
        byte[] head = (TIME.format(clock.instant()) + " stdout " + tag + " ").getBytes(UTF_8);
        ByteArrayOutputStream whole = new ByteArrayOutputStream(head.length + line.size() + 2);
        if (losing) {
            // The line before may have been written in part.
            whole.write('\n');
        }
        whole.writeBytes(head);
        whole.writeBytes(line.toByteArray());
        whole.write('\n');
        try {
            if (written > 0 && written + whole.size() > limits.fileBytes()) {
                rotate();
            }
            open().write(whole.toByteArray());
            written += whole.size();
            losing = false;
        } catch (IOException e) {
            if (!losing) {
                losing = true;
                LOG.log(System.Logger.Level.WARNING, "output is lost: " + file + " can't be written", e);
            }
        }
        line.reset();
    }

    private OutputStream open() throws IOException {
        if (out.isEmpty()) {
            out = Optional.of(append(file));
            written = Files.size(file);
        }
        return out.get();
    }

    private void rotate() throws IOException {
        open().close();
        out = Optional.empty();
        int age = Math.min(files(file).size(), limits.files() - 1);
        if (age == 0) {
            Files.delete(file);
        }
        for (; age >= 1; age--) {
            Files.move(
                    age == 1 ? file : rotated(file, age - 1), rotated(file, age), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (line.size() > 0) {
            end('F');
        }
        try {
            if (out.isPresent()) {
                out.get().close();
            }
        } finally {
            closed.run();
        }
    }
}

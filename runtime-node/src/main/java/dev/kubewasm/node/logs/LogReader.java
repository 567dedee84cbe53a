package dev.kubewasm.node.logs;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Reads one run's log. Keeps no more than a line in memory, however many lines are asked for. */
public final class LogReader {
    private static final Duration LOOKS_AGAIN_AFTER = Duration.ofMillis(100);

    private final List<Path> files;
    private final LogQuery query;
    private final OutputStream to;
    private long skip;
    private long left;
    private boolean continued;

    private LogReader(List<Path> files, LogQuery query, OutputStream to) {
        this.files = files;
        this.query = query;
        this.to = to;
        this.left = query.limitBytes().orElse(Long.MAX_VALUE);
    }

    /**
     * Writes what {@code query} asks for to {@code to}; with {@code follow} returns when the log has ended.
     *
     * @param files of the log, oldest first ({@link LogFiles#files})
     * @param growing whether the newest file is still written to
     * @throws IOException if a file can't be read, or nobody takes what is written any more
     */
    public static void read(List<Path> files, LogQuery query, BooleanSupplier growing, OutputStream to)
            throws IOException, InterruptedException {
        new LogReader(files, query, to).run(growing);
    }

    private void run(BooleanSupplier growing) throws IOException, InterruptedException {
        if (query.tailLines().isPresent()) {
            skip = Math.max(0, count() - query.tailLines().getAsLong());
        }
        Path newest = files.getLast();
        for (Path file : files.subList(0, files.size() - 1)) {
            try (Lines lines = new Lines(file)) {
                show(lines);
            } catch (NoSuchFileException _) {
                // Rotated away while the others were read.
            }
        }
        Lines lines = new Lines(newest);
        try {
            show(lines);
            while (query.follow() && left > 0) {
                // In this order: what was written before the end is seen.
                boolean ended = !growing.getAsBoolean();
                show(lines);
                if (lines.rotated()) {
                    show(lines);
                    lines.close();
                    lines = new Lines(newest);
                } else if (ended) {
                    return;
                } else {
                    Thread.sleep(LOOKS_AGAIN_AFTER);
                }
            }
        } finally {
            lines.close();
        }
    }

    /** How many lines there are that aren't too old. */
    private long count() throws IOException {
        long count = 0;
        for (Path file : files) {
            try (Lines lines = new Lines(file)) {
                for (LogLine line = lines.next(); line != null; line = lines.next()) {
                    count += asked(line) ? 1 : 0;
                }
            } catch (NoSuchFileException _) {
                // Rotated away: its lines aren't shown, either.
            }
        }
        return count;
    }

    private void show(Lines lines) throws IOException {
        for (LogLine line = lines.next(); line != null && left > 0; line = lines.next()) {
            if (!asked(line)) {
                continue;
            }
            if (skip > 0) {
                skip--;
                continue;
            }
            byte[] shown = line.shown(query.timestamps() && !continued);
            continued = line.partial();
            int length = (int) Math.min(shown.length, left);
            to.write(shown, 0, length);
            left -= length;
        }
        to.flush();
    }

    private boolean asked(LogLine line) {
        return query.since().filter(since -> !line.since(since)).isEmpty();
    }

    /** The lines of a file, as far as it is written. */
    private static final class Lines implements AutoCloseable {
        private final Path file;
        private final InputStream in;
        private final @Nullable Object key;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Lines(Path file) throws IOException {
            this.file = file;
            this.key = key(file);
            this.in = new BufferedInputStream(Files.newInputStream(file));
        }

        private static @Nullable Object key(Path file) throws IOException {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        }

        /** Whether the file has another name by now. */
        boolean rotated() throws IOException {
            try {
                return !Objects.equals(key, key(file));
            } catch (NoSuchFileException e) {
                return false;
            }
        }

        /** The next line that is written whole; null if there is none yet. */
        @Nullable LogLine next() throws IOException {
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b != '\n') {
                    line.write(b);
                    continue;
                }
                Optional<LogLine> parsed = LogLine.parse(line.toByteArray());
                line.reset();
                if (parsed.isPresent()) {
                    return parsed.get();
                }
            }
            return null;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}

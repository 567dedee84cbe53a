package dev.kubewasm.node.logs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;

/** A line of a log file: {@code TIME stdout F TEXT}. */
final class LogLine {
    private static final int FIELDS = 3;

    private final String time;
    private final boolean partial;
    private final byte[] text;

    private LogLine(String time, boolean partial, byte[] text) {
        this.time = time;
        this.partial = partial;
        this.text = text;
    }

    /** The line that {@code bytes} hold; empty if it is none, as after a crash of the machine. */
    static Optional<LogLine> parse(byte[] bytes) {
        int[] spaces = new int[FIELDS];
        int from = 0;
        for (int i = 0; i < FIELDS; i++) {
            int space = from;
            while (space < bytes.length && bytes[space] != ' ') {
                space++;
            }
            if (space == bytes.length) {
                return Optional.empty();
            }
            spaces[i] = space;
            from = space + 1;
        }
        return Optional.of(new LogLine(
                new String(bytes, 0, spaces[0], US_ASCII),
                bytes[spaces[1] + 1] == 'P',
                Arrays.copyOfRange(bytes, from, bytes.length)));
    }

    /** Whether the line goes on in the next one. */
    boolean partial() {
        return partial;
    }

    /** Whether it was printed at {@code since} or later. */
    boolean since(Instant since) {
        try {
            return !Instant.parse(time).isBefore(since);
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    /** As it is shown. */
    byte[] shown(boolean timestamp) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length + 32);
        if (timestamp) {
            out.writeBytes((time + " ").getBytes(US_ASCII));
        }
        out.writeBytes(text);
        if (!partial) {
            out.write('\n');
        }
        return out.toByteArray();
    }
}

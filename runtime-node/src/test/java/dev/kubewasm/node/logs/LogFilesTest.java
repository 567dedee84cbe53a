package dev.kubewasm.node.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.node.NodeSettings.ContainerId;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logs as they are written, rotated and read back. */
class LogFilesTest {
    private static final PodKey POD = new PodKey("shop", "calc");
    private static final Uid UID = new Uid("7d9f");

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-01-02T03:04:05Z");

    private LogFiles logs(long bytes, int files) {
        return new LogFiles(folder, new LogFiles.Limits(bytes, files), () -> now);
    }

    private static OutputStream open(LogFiles logs, int restart) throws IOException {
        return logs.open(new ContainerId(POD, UID, "main", restart));
    }

    private void print(OutputStream log, String... lines) throws IOException {
        for (String line : lines) {
            log.write((line + "\n").getBytes(UTF_8));
            now = now.plusSeconds(1);
        }
    }

    private static String read(LogFiles logs, boolean previous, LogQuery query) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<Path> files = logs.files(POD, UID, "main", previous).orElseThrow();
        LogReader.read(files, query, () -> logs.growing(files), out);
        return out.toString(UTF_8);
    }

    @Test
    void whatIsPrintedIsReadBack() throws Exception {
        LogFiles logs = logs(1 << 20, 2);
        try (OutputStream log = open(logs, 0)) {
            print(log, "one", "", "three");
            log.write("no end".getBytes(UTF_8));
        }

        assertThat(read(logs, false, LogQuery.ALL)).isEqualTo("one\n\nthree\nno end\n");
    }

    @Test
    void aPartIsAskedFor() throws Exception {
        LogFiles logs = logs(1 << 20, 2);
        try (OutputStream log = open(logs, 0)) {
            print(log, "one", "two", "three", "four");
        }
        Instant third = Instant.parse("2026-01-02T03:04:07Z");

        assertThat(read(
                        logs,
                        false,
                        new LogQuery(false, OptionalLong.of(1), Optional.empty(), false, OptionalLong.empty())))
                .isEqualTo("four\n");
        assertThat(read(
                        logs,
                        false,
                        new LogQuery(false, OptionalLong.of(0), Optional.empty(), false, OptionalLong.empty())))
                .isEmpty();
        assertThat(read(
                        logs,
                        false,
                        new LogQuery(false, OptionalLong.empty(), Optional.of(third), true, OptionalLong.empty())))
                .isEqualTo("2026-01-02T03:04:07.000000000Z three\n2026-01-02T03:04:08.000000000Z four\n");
        assertThat(read(
                        logs,
                        false,
                        new LogQuery(false, OptionalLong.empty(), Optional.empty(), false, OptionalLong.of(6))))
                .isEqualTo("one\ntw");
    }

    @Test
    void aLogHasNoMoreFilesThanItMay() throws Exception {
        LogFiles logs = logs(100, 3);
        try (OutputStream log = open(logs, 0)) {
            for (int i = 0; i < 100; i++) {
                print(log, "line " + i);
            }
        }

        List<Path> files = logs.files(POD, UID, "main", false).orElseThrow();
        assertThat(files).hasSize(3).allSatisfy(file -> assertThat(Files.size(file))
                .isLessThanOrEqualTo(100));
        assertThat(read(logs, false, LogQuery.ALL))
                .endsWith("line 98\nline 99\n")
                .doesNotContain("line 9\n");
    }

    @Test
    void aLongLineIsInPiecesAndReadAsOne() throws Exception {
        LogFiles logs = logs(1 << 20, 2);
        String line = "x".repeat(40_000);
        try (OutputStream log = open(logs, 0)) {
            print(log, line, "next");
        }

        assertThat(read(logs, false, LogQuery.ALL)).isEqualTo(line + "\nnext\n");
    }

    @Test
    void theRunBeforeIsKept() throws Exception {
        LogFiles logs = logs(1 << 20, 2);
        for (int restart = 0; restart < 4; restart++) {
            try (OutputStream log = open(logs, restart)) {
                print(log, "run " + restart);
            }
        }

        assertThat(read(logs, false, LogQuery.ALL)).isEqualTo("run 3\n");
        assertThat(read(logs, true, LogQuery.ALL)).isEqualTo("run 2\n");
        try (var kept = Files.list(folder.resolve("shop_calc_7d9f/main"))) {
            assertThat(kept).hasSize(2);
        }

        logs.forget(POD, UID);
        assertThat(logs.files(POD, UID, "main", false)).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aNameDoesNotLeadOut() throws Exception {
        Files.createDirectories(folder.resolve("logs"));
        LogFiles logs = new LogFiles(folder.resolve("logs"), LogFiles.Limits.DEFAULT, () -> now);

        assertThat(logs.files(POD, UID, "../../..", false)).isEmpty();
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void followingEndsWithTheContainerAndMissesNothing() throws Exception {
        LogFiles logs = logs(200, 100);
        OutputStream log = open(logs, 0);
        print(log, "first");
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        List<Path> files = logs.files(POD, UID, "main", false).orElseThrow();
        LogQuery follow = new LogQuery(true, OptionalLong.empty(), Optional.empty(), false, OptionalLong.empty());
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                LogReader.read(files, follow, () -> logs.growing(files), seen);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        print(log, "second", "third");
        log.close();
        reader.join();

        assertThat(seen.toString(UTF_8)).isEqualTo("first\nsecond\nthird\n");
    }
}

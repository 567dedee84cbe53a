package dev.kubewasm.runtime.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.runtime.TestEngine;
import dev.kubewasm.runtime.engine.CoreFixture;
import dev.kubewasm.runtime.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The cache, by itself and under the engines that use it. */
class CodeCacheTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"ENDIVE", "WASMTIME"})
    void codeIsKeptAndRunsWhenReadBack(TestEngine engine) throws IOException {
        runOnce(engine, folder);
        List<Path> entries = entries();
        assertThat(entries).hasSize(1);
        byte[] bytes = Files.readAllBytes(entries.getFirst());
        runOnce(engine, folder);
        assertThat(entries()).isEqualTo(entries);
        assertThat(Files.readAllBytes(entries.getFirst())).isEqualTo(bytes);
    }

    @ParameterizedTest
    @EnumSource(names = {"ENDIVE", "WASMTIME"})
    void damagedEntriesAreIgnoredAndWrittenAnew(TestEngine engine) throws IOException {
        runOnce(engine, folder);
        Path entry = entries().getFirst();
        byte[] good = Files.readAllBytes(entry);
        for (int length : new int[] {0, 5, good.length / 2, good.length - 1}) {
            Files.write(entry, Arrays.copyOf(good, length));
            runOnce(engine, folder);
            assertThat(Files.size(entry)).as("cut to %s bytes", length).isEqualTo(good.length);
        }
        byte[] flipped = good.clone();
        flipped[good.length / 2] ^= 1;
        Files.write(entry, flipped);
        runOnce(engine, folder);
        assertThat(Files.readAllBytes(entry)).isNotEqualTo(flipped);
    }

    @ParameterizedTest
    @EnumSource(names = {"ENDIVE", "WASMTIME"})
    void aFolderThatCanNotBeMadeCostsOnlyTime(TestEngine engine) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        runOnce(engine, file.resolve("cache"));
    }

    @ParameterizedTest
    @EnumSource(names = {"ENDIVE", "WASMTIME"})
    void severalMayCompileTheSameAtOnce(TestEngine engine) throws Exception {
        // Where the engine isn't here the test is left out: not from a thread of its own.
        engine.open(Optional.empty()).close();
        int threads = 4;
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> runs = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                runs.add(executor.submit(() -> {
                    start.await();
                    runOnce(engine, folder);
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> run : runs) {
                run.get();
            }
        }
        assertThat(entries()).hasSize(1);
        runOnce(engine, folder);
    }

    @Test
    void enginesShareAFolder() throws IOException {
        runOnce(TestEngine.ENDIVE, folder);
        runOnce(TestEngine.WASMTIME, folder);
        assertThat(entries()).hasSize(2);
        runOnce(TestEngine.ENDIVE, folder);
        runOnce(TestEngine.WASMTIME, folder);
        assertThat(entries()).hasSize(2);
    }

    @Test
    void entriesAreOfOneVersionAndWhatItCanNotReadIsMissing() {
        CodeCache old = new CodeCache(folder, "engine 1");
        CodeCache upgraded = new CodeCache(folder, "engine 2");
        old.store("module", new byte[] {7});
        assertThat(old.load("module", entry -> (int) entry.get())).contains(7);
        assertThat(upgraded.load("module", entry -> (int) entry.get())).isEmpty();
        assertThat(old.load("another", entry -> (int) entry.get())).isEmpty();
        Optional<Integer> refused = old.load("module", entry -> {
            throw new IOException("made with other settings");
        });
        assertThat(refused).isEmpty();
    }

    private static void runOnce(TestEngine name, Path cache) {
        try (Engine engine = name.open(Optional.of(cache))) {
            CoreFixture fixture = CoreFixture.of(engine, "memory");
            fixture.call("copy");
            assertThat(fixture.memory().getInt(0)).isEqualTo(0x04030201);
        }
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}

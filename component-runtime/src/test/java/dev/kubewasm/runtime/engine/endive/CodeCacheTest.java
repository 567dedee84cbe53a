package dev.kubewasm.runtime.engine.endive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.runtime.engine.CoreFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.runtime.Instance;

class CodeCacheTest {
    @TempDir
    Path folder;

    @Test
    void codeIsKeptAndRunsWhenReadBack() throws IOException {
        runOnce();
        List<Path> entries = entries();
        assertThat(entries).hasSize(1);
        byte[] bytes = Files.readAllBytes(entries.getFirst());
        runOnce();
        assertThat(entries()).isEqualTo(entries);
        assertThat(Files.readAllBytes(entries.getFirst())).isEqualTo(bytes);
    }

    @Test
    void damagedEntriesAreIgnoredAndWrittenAnew() throws IOException {
        runOnce();
        Path entry = entries().getFirst();
        byte[] good = Files.readAllBytes(entry);
        for (int length : new int[] {0, 5, good.length / 2, good.length - 1}) {
            Files.write(entry, java.util.Arrays.copyOf(good, length));
            runOnce();
            assertThat(Files.size(entry)).as("cut to %s bytes", length).isEqualTo(good.length);
        }
        byte[] flipped = good.clone();
        flipped[good.length / 2] ^= 1;
        Files.write(entry, flipped);
        runOnce();
        assertThat(Files.readAllBytes(entry)).isNotEqualTo(flipped);
    }

    @Test
    void aFolderThatCanNotBeMadeCostsOnlyTime() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        CoreFixture fixture = CoreFixture.of(EndiveEngine.withCache(file.resolve("cache")), "memory");
        assertThat(fixture.call("sum", 65526)).containsExactly(0x0605L + (0x04030201L << 32));
    }

    @Test
    void theKeyNamesTheVersionsOfTheLibraries() throws IOException {
        assertThat(EndiveEngine.VERSION)
                .contains("compiler " + version(MachineFactoryCompiler.class, "compiler"))
                .contains("runtime " + version(Instance.class, "runtime"));
    }

    private static String version(Class<?> type, String artifact) throws IOException {
        Properties pom = new Properties();
        try (var in = type.getResourceAsStream("/META-INF/maven/run.endive/" + artifact + "/pom.properties")) {
            pom.load(java.util.Objects.requireNonNull(in));
        }
        return pom.getProperty("version");
    }

    private void runOnce() {
        CoreFixture fixture = CoreFixture.of(EndiveEngine.withCache(folder), "memory");
        fixture.call("copy");
        assertThat(fixture.memory().getInt(0)).isEqualTo(0x04030201);
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}

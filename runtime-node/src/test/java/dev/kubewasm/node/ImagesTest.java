package dev.kubewasm.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.runtime.ComponentRuntime;
import dev.kubewasm.scheduler.oci.OciLayoutArtifactSource;
import dev.kubewasm.scheduler.port.ArtifactProblem;
import dev.kubewasm.scheduler.port.ArtifactSource;
import dev.kubewasm.scheduler.port.ComponentReference;
import dev.kubewasm.scheduler.port.Digest;
import dev.kubewasm.scheduler.port.ImageReference;
import dev.kubewasm.scheduler.port.WasmArtifact;
import dev.kubewasm.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of images, and when a registry is asked. */
class ImagesTest {
    private static final String COUNTER = "registry.example.com/test/counter:v1";

    @TempDir
    Path folder;

    private final Registry registry = new Registry();

    /** A registry that counts, and goes away. */
    private static final class Registry implements ArtifactSource {
        private final ArtifactSource layout = new OciLayoutArtifactSource(
                ProjectRoot.path().resolve("runtime-node/src/test/resources/components/oci"));
        private boolean there = true;
        private int asked;
        private int read;

        @Override
        public Resolution resolve(ImageReference image) {
            asked++;
            return there
                    ? layout.resolve(image)
                    : new Resolution.Refused(new ArtifactProblem.Unreachable(image, "the registry", "it is away"));
        }

        @Override
        public Binary binary(WasmArtifact artifact) {
            read++;
            return layout.binary(artifact);
        }
    }

    /** Those of a process that starts anew. */
    private Images images(long maxBytes) throws IOException {
        return images(maxBytes, Runnable::run);
    }

    private Images images(long maxBytes, Executor background) throws IOException {
        return new Images(
                _ -> registry,
                ComponentRuntime.builder().build(),
                background,
                Optional.of(new ArtifactCache(folder, maxBytes, Instant::now)));
    }

    private static ComponentReference of(String namespace, String... secrets) {
        return new ComponentReference(namespace, "main", COUNTER, Optional.empty(), Optional.empty(), List.of(secrets));
    }

    private static String reason(Images.Prepared prepared) {
        return switch (prepared) {
            case Images.Prepared.Ready _ -> "ready";
            case Images.Prepared.UnderWay _ -> "under way";
            case Images.Prepared.Unusable unusable -> unusable.reason();
        };
    }

    @Test
    void whatWasHalfWrittenWhenTheProcessEndedIsDeleted() throws IOException {
        Path blob = Files.createDirectories(folder.resolve("blobs")).resolve("1234.partial");
        Path reference = Files.createDirectories(folder.resolve("references")).resolve("5678.partial");
        Files.writeString(blob, "half");
        Files.writeString(reference, "half");

        images(1 << 30);

        assertThat(blob).doesNotExist();
        assertThat(reference).doesNotExist();
    }

    @Test
    void alwaysAsksWhatItIsAndReadsItOnce() throws IOException {
        Images images = images(1 << 20);

        assertThat(reason(images.prepare(of("shop"), PullPolicy.ALWAYS))).isEqualTo("ready");
        assertThat(reason(images.prepare(of("shop"), PullPolicy.ALWAYS))).isEqualTo("ready");
        assertThat(reason(images(1 << 20).prepare(of("shop"), PullPolicy.ALWAYS)))
                .isEqualTo("ready");

        assertThat(registry.asked).isEqualTo(3);
        assertThat(registry.read).isEqualTo(1);
    }

    @Test
    void whatIsPresentNeedsNoRegistryAlsoInAnotherProcess() throws IOException {
        images(1 << 20).prepare(of("shop"), PullPolicy.IF_NOT_PRESENT);
        registry.there = false;

        Images restarted = images(1 << 20);

        assertThat(reason(restarted.prepare(of("shop"), PullPolicy.IF_NOT_PRESENT)))
                .isEqualTo("ready");
        assertThat(reason(restarted.prepare(of("shop"), PullPolicy.NEVER))).isEqualTo("ready");
        assertThat(reason(restarted.prepare(of("shop"), PullPolicy.ALWAYS))).isEqualTo("ErrImagePull");
    }

    @Test
    void whatOthersPulledIsntPresent() throws IOException {
        Images images = images(1 << 20);
        images.prepare(of("shop", "secret"), PullPolicy.IF_NOT_PRESENT);
        registry.there = false;

        assertThat(reason(images.prepare(of("shop"), PullPolicy.IF_NOT_PRESENT)))
                .isEqualTo("ErrImagePull");
        assertThat(reason(images.prepare(of("other", "secret"), PullPolicy.NEVER)))
                .isEqualTo("ErrImageNeverPull");
    }

    @Test
    void whatIsCompiledIsThereAtOnce() throws IOException {
        Deque<Runnable> work = new ArrayDeque<>();
        Images images = images(1 << 20, work::add);

        assertThat(reason(images.prepare(of("shop"), PullPolicy.IF_NOT_PRESENT)))
                .isEqualTo("under way");
        work.remove().run();

        // The first asks for the answer of its attempt, the second makes none; one that always asks a registry does.
        assertThat(reason(images.prepare(of("shop"), PullPolicy.IF_NOT_PRESENT)))
                .isEqualTo("ready");
        assertThat(reason(images.prepare(of("shop"), PullPolicy.IF_NOT_PRESENT)))
                .isEqualTo("ready");
        assertThat(work).isEmpty();
        assertThat(reason(images.prepare(of("shop"), PullPolicy.ALWAYS))).isEqualTo("under way");
        assertThat(work).hasSize(1);
    }

    @Test
    void whatIsDamagedOnDiskIsReadAgain() throws IOException {
        images(1 << 20).prepare(of("shop"), PullPolicy.ALWAYS);
        try (Stream<Path> blobs = Files.list(folder.resolve("blobs"))) {
            for (Path blob : blobs.toList()) {
                Files.writeString(blob, "damaged");
            }
        }

        assertThat(reason(images(1 << 20).prepare(of("shop"), PullPolicy.ALWAYS)))
                .isEqualTo("ready");

        assertThat(registry.read).isEqualTo(2);
    }

    @Test
    void whatWasUsedLongestAgoGoesFirst() throws IOException {
        ArtifactCache cache = new ArtifactCache(folder, 100, () -> Instant.ofEpochSecond(300));
        Digest first = keep(cache, "first", 100);
        Digest second = keep(cache, "second", 200);
        assertThat(cache.binary(first)).isPresent();

        Digest third = keep(cache, "third", 400);

        assertThat(cache.binary(second)).isEmpty();
        assertThat(cache.binary(first)).isPresent();
        assertThat(cache.binary(third)).isPresent();
    }

    /** Forty bytes, used last at {@code second}. */
    private Digest keep(ArtifactCache cache, String content, long second) throws IOException {
        byte[] bytes = content.repeat(40).substring(0, 40).getBytes(UTF_8);
        Digest digest = Digest.of(bytes);
        cache.keep(digest, bytes);
        Path file = folder.resolve("blobs").resolve(digest.hex());
        if (Files.exists(file)) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(second)));
        }
        return digest;
    }
}

package dev.kubewasm.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kubewasm.scheduler.port.ComponentReference;
import dev.kubewasm.scheduler.port.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Binaries that were pulled, on disk by their digest, and which image was what to whom: so a node that starts again runs what it
 * ran without asking a registry, where {@code imagePullPolicy} has it so. What is read back is checked against its digest; a disk
 * that is full or broken costs another pull, and nothing else. What is compiled may lie in the same folder: it counts, too.
 */
public final class ArtifactCache {
    private static final System.Logger LOG = System.getLogger(ArtifactCache.class.getName());

    private final Path blobs;
    private final Path references;
    private final CacheFolder kept;
    private final InstantSource clock;

    /**
     * A cache in a folder of the node alone, made if it isn't there.
     *
     * @param maxBytes how much is kept: beyond it what was used longest ago goes
     * @param clock dates the uses
     */
    public ArtifactCache(Path folder, long maxBytes, InstantSource clock) throws IOException {
        this.blobs = Files.createDirectories(folder.resolve("blobs"));
        this.references = Files.createDirectories(folder.resolve("references"));
        this.kept = new CacheFolder(folder, maxBytes);
        kept.deletePartial();
        this.clock = clock;
    }

    /** The binary of that digest, if it is here and whole. */
    Optional<byte[]> binary(Digest digest) {
        Path file = blobs.resolve(digest.hex());
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (!Digest.of(bytes).equals(digest)) {
                LOG.log(System.Logger.Level.WARNING, file + " is damaged: it is pulled again");
                return Optional.empty();
            }
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
            return Optional.of(bytes);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, file + " can't be read: " + e);
            return Optional.empty();
        }
    }

    /** Keeps a binary. */
    void keep(Digest digest, byte[] bytes) {
        try {
            write(blobs, digest.hex(), bytes);
            kept.collect();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "a binary isn't kept: " + e);
        }
    }

    /** What the image of {@code container} was when it was pulled last, by a Pod of its namespace with the same pull secrets. */
    Optional<Digest> pulled(ComponentReference container) {
        try {
            return Digest.parse(Files.readString(references.resolve(name(container)), UTF_8));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "what an image was can't be read: " + e);
            return Optional.empty();
        }
    }

    /** Notes what the image of {@code container} is. */
    void pulled(ComponentReference container, Digest digest) {
        try {
            write(references, name(container), digest.toString().getBytes(UTF_8));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "what an image was isn't kept: " + e);
        }
    }

    private static String name(ComponentReference container) {
        String who =
                String.join("\n", container.namespace(), container.image(), String.join("\n", container.pullSecrets()));
        return Digest.of(who.getBytes(UTF_8)).hex();
    }

    /** Beside its place and then into it, so that whoever finds it there finds it whole. */
    private static void write(Path folder, String name, byte[] content) throws IOException {
        Path partial = Files.createTempFile(folder, name, CacheFolder.PARTIAL);
        try {
            Files.write(partial, content);
            Files.move(partial, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
    }
}

package dev.kubewasm.node;

import dev.kubewasm.placement.annotations.WiringAnnotation;
import dev.kubewasm.placement.facts.Uid;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The wiring that Pods came with, on disk beside their volumes: so later edits of the annotation change nothing after a restart of
 * the agent either. Where the disk doesn't take it, only until then.
 *
 * @param folder with a folder for each Pod, named by its uid; empty keeps nothing
 */
record KeptWirings(Optional<Path> folder) {
    private static final System.Logger LOG = System.getLogger(KeptWirings.class.getName());

    /** No volume's name begins with a dot. */
    private static final String FILE = ".wiring";

    /** The wiring annotation of {@code pod} as it was when it was asked for the first time; empty if there was none. */
    Optional<String> of(Pod pod) {
        String now = Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.<String, String>of())
                .getOrDefault(WiringAnnotation.KEY, "");
        Uid uid = new Uid(pod.getMetadata().getUid());
        return Optional.of(
                        folder.map(all -> kept(all.resolve(uid.value()), now)).orElse(now))
                .filter(text -> !text.isEmpty());
    }

    private static String kept(Path pod, String now) {
        try {
            return Files.readString(pod.resolve(FILE));
        } catch (NoSuchFileException _) {
            keep(pod, now);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the wiring in " + pod + " can't be read: " + e);
        }
        return now;
    }

    private static void keep(Path pod, String wiring) {
        try {
            Path partial = Files.createTempFile(Files.createDirectories(pod), FILE, "");
            try {
                Files.writeString(partial, wiring);
                Files.move(partial, pod.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the wiring of a Pod isn't kept in " + pod + ": " + e);
        }
    }
}

package dev.kubewasm.scheduler.port;

import dev.kubewasm.placement.annotations.WitConfigMapAnnotation;
import java.util.List;
import java.util.Optional;

/**
 * Where the world of a container's component is to be read.
 *
 * @param namespace of its Pod
 * @param container the container's name
 * @param image the container's image as written
 * @param wit where its WIT text is; empty: in the image
 * @param world the world meant, where the text has more than one
 * @param pullSecrets the names of the Pod's {@code imagePullSecrets}, in its namespace
 */
public record ComponentReference(
        String namespace,
        String container,
        String image,
        Optional<WitLocation> wit,
        Optional<String> world,
        List<String> pullSecrets) {
    public ComponentReference {
        pullSecrets = List.copyOf(pullSecrets);
    }

    /** Without pull secrets. */
    public ComponentReference(
            String namespace, String container, String image, Optional<WitLocation> wit, Optional<String> world) {
        this(namespace, container, image, wit, world, List.of());
    }

    /** The same with the image spelt another way. */
    public ComponentReference withImage(String other) {
        return new ComponentReference(namespace, container, other, wit, world, pullSecrets);
    }

    /** Where a WIT text is. */
    public sealed interface WitLocation {
        /**
         * In an annotation of the Pod.
         *
         * @param key the annotation's key
         * @param text its value
         */
        record Inline(String key, String text) implements WitLocation {}

        /** In a ConfigMap of the Pod's namespace. */
        record InConfigMap(WitConfigMapAnnotation.Entry entry) implements WitLocation {}
    }
}

package dev.kubewasm.scheduler.port;

import dev.kubewasm.placement.annotations.WitConfigMapAnnotation;
import java.util.Optional;

/**
 * Where the world of a container's component is to be read.
 *
 * @param namespace of its Pod
 * @param container the container's name
 * @param image the container's image as written
 * @param wit where its WIT text is; empty: in the image
 * @param world the world meant, where the text has more than one
 */
public record ComponentReference(
        String namespace, String container, String image, Optional<WitLocation> wit, Optional<String> world) {

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

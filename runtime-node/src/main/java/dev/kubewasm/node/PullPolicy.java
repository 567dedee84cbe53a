package dev.kubewasm.node;

import io.fabric8.kubernetes.api.model.Container;

/** {@code imagePullPolicy}. */
enum PullPolicy {
    /** The registry is asked what the image is whenever a container starts; a binary that is here isn't read again. */
    ALWAYS,
    /** The registry is asked only for what the Pod's namespace hasn't pulled to this node with the same pull secrets. */
    IF_NOT_PRESENT,
    /** The registry isn't asked. */
    NEVER;

    /** That of {@code container}; the API server fills in the default. */
    static PullPolicy of(Container container) {
        return switch (container.getImagePullPolicy()) {
            case "IfNotPresent" -> IF_NOT_PRESENT;
            case "Never" -> NEVER;
            case null, default -> ALWAYS;
        };
    }
}

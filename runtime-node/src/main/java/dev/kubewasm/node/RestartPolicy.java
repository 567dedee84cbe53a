package dev.kubewasm.node;

import io.fabric8.kubernetes.api.model.PodSpec;

/** {@code spec.restartPolicy}. */
enum RestartPolicy {
    ALWAYS,
    ON_FAILURE,
    NEVER;

    static RestartPolicy of(PodSpec spec) {
        return switch (spec.getRestartPolicy()) {
            case "Never" -> NEVER;
            case "OnFailure" -> ON_FAILURE;
            case null, default -> ALWAYS;
        };
    }

    /** Whether a container that ends is to be started again; init containers run to success once under any policy but Never. */
    boolean restarts(ContainerRun.Role role, boolean failed) {
        return switch (role) {
            case SIDECAR -> true;
            case INIT -> failed && this != NEVER;
            case MAIN -> this == ALWAYS || (failed && this == ON_FAILURE);
        };
    }
}

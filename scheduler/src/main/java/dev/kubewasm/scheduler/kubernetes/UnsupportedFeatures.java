package dev.kubewasm.scheduler.kubernetes;

import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;

/** What a Pod demands that this scheduler doesn't know how to keep: such a Pod is refused by name, not placed against its word. */
final class UnsupportedFeatures {
    private UnsupportedFeatures() {}

    /** What kube-scheduler's default profile looks at and this project's copy of it doesn't. */
    static void check(PodSpec spec, List<String> problems) {
        if (!Maps.list(spec.getResourceClaims()).isEmpty()) {
            problems.add("resourceClaims are not supported");
        }
    }
}

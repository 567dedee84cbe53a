package dev.kubewasm.scheduler.kubernetes;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;

/** What a Pod demands that this scheduler doesn't know how to keep: such a Pod is refused by name, not placed against its word. */
final class UnsupportedFeatures {
    private UnsupportedFeatures() {}

    static void check(PodSpec spec, List<String> problems) {
        for (Volume volume : Maps.list(spec.getVolumes())) {
            if (!anyNodeHas(volume)) {
                problems.add("volume " + volume.getName()
                        + " is of a kind that is not supported; configMap, secret, emptyDir, projected, downwardAPI,"
                        + " hostPath, nfs and image are");
            }
        }
        checkPlacement(spec, problems);
    }

    /** What kube-scheduler's default profile looks at and this project's copy of it doesn't. */
    static void checkPlacement(PodSpec spec, List<String> problems) {
        if (!Maps.list(spec.getResourceClaims()).isEmpty()) {
            problems.add("resourceClaims are not supported");
        }
    }

    /** Whether the volume leaves the choice of the node free. */
    private static boolean anyNodeHas(Volume volume) {
        return volume.getConfigMap() != null
                || volume.getSecret() != null
                || volume.getEmptyDir() != null
                || volume.getProjected() != null
                || volume.getDownwardAPI() != null
                || volume.getHostPath() != null
                || volume.getNfs() != null
                || volume.getImage() != null;
    }
}

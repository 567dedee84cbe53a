package dev.kubewasm.scheduler.kubernetes;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a Pod demands that this scheduler doesn't know how to keep: such a Pod is refused by name rather than placed
 * against its word. Mere preferences among Pods ({@code ScheduleAnyway}, preferred Pod affinity) are not refused; they
 * don't count in the score.
 */
final class UnsupportedFeatures {
    private UnsupportedFeatures() {}

    static void check(PodSpec spec, List<String> problems) {
        for (TopologySpreadConstraint constraint : Maps.list(spec.getTopologySpreadConstraints())) {
            if (!"ScheduleAnyway".equals(constraint.getWhenUnsatisfiable())) {
                problems.add("topologySpreadConstraints with whenUnsatisfiable: DoNotSchedule are not supported");
            }
        }
        Affinity affinity = spec.getAffinity();
        if (affinity != null
                && affinity.getPodAffinity() != null
                && !Maps.list(affinity.getPodAffinity().getRequiredDuringSchedulingIgnoredDuringExecution())
                        .isEmpty()) {
            problems.add("required podAffinity is not supported");
        }
        if (affinity != null
                && affinity.getPodAntiAffinity() != null
                && !Maps.list(affinity.getPodAntiAffinity().getRequiredDuringSchedulingIgnoredDuringExecution())
                        .isEmpty()) {
            problems.add("required podAntiAffinity is not supported");
        }
        for (Container container : Stream.concat(
                        Maps.list(spec.getInitContainers()).stream(), Maps.list(spec.getContainers()).stream())
                .toList()) {
            for (ContainerPort port : Maps.list(container.getPorts())) {
                if (port.getHostPort() != null && port.getHostPort() != 0) {
                    problems.add("container " + container.getName() + ": hostPort " + port.getHostPort()
                            + " is not supported");
                }
            }
        }
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

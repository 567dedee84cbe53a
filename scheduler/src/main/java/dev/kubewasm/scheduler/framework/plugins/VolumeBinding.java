package dev.kubewasm.scheduler.framework.plugins;

import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.FilterPlugin;
import dev.kubewasm.scheduler.framework.NodeSpec;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.PreFilter;
import dev.kubewasm.scheduler.framework.Status;
import dev.kubewasm.scheduler.framework.volume.PodClaims;
import dev.kubewasm.scheduler.framework.volume.VolumeMatch;
import dev.kubewasm.scheduler.framework.volume.VolumeMatcher;
import dev.kubewasm.scheduler.framework.volume.VolumePlan;
import java.util.List;
import java.util.Optional;

/**
 * The claims of a Pod must have volumes that the node reaches, or get them there. Its score is behind kube-scheduler's
 * feature gate {@code StorageCapacityScoring}, which is off in 1.34.
 */
public final class VolumeBinding implements FilterPlugin {
    private static final String NAME = "VolumeBinding";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PreFilter preFilter(PodInfo pod, ClusterState cluster) {
        if (pod.volumes().claims().isEmpty()) {
            return PreFilter.SKIP;
        }
        return switch (PodClaims.of(pod.key(), pod.uid(), pod.volumes(), cluster.volumes())) {
            case PodClaims.Unusable(String reason) -> new PreFilter.Reject(Status.Rejected.unresolvable(NAME, reason));
            case PodClaims.Usable claims -> PreFilter.ask(node -> status(match(claims, node.spec(), cluster)));
        };
    }

    private static Status status(VolumeMatch match) {
        return switch (match) {
            case VolumeMatch.Conflicts conflicts ->
                new Status.Rejected(NAME, conflicts.reasons(), Status.Code.UNSCHEDULABLE_AND_UNRESOLVABLE);
            case VolumePlan _ -> Status.FITS;
        };
    }

    private static VolumeMatch match(PodClaims.Usable claims, NodeSpec node, ClusterState cluster) {
        return VolumeMatcher.match(claims, node.name(), node.labels(), cluster.volumes());
    }

    /**
     * What is to be done about volumes before {@code pod} is bound to {@code node}; empty if it can't have them there any
     * more.
     */
    public static Optional<VolumePlan> plan(PodInfo pod, NodeSpec node, ClusterState cluster) {
        if (pod.volumes().claims().isEmpty()) {
            return Optional.of(new VolumePlan(node.name(), List.of(), List.of()));
        }
        return PodClaims.of(pod.key(), pod.uid(), pod.volumes(), cluster.volumes()) instanceof PodClaims.Usable claims
                        && match(claims, node, cluster) instanceof VolumePlan plan
                ? Optional.of(plan)
                : Optional.empty();
    }
}

package dev.kubewasm.scheduler.framework.plugins;

import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.FilterPlugin;
import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.PreFilter;
import dev.kubewasm.scheduler.framework.Status;
import dev.kubewasm.scheduler.framework.volume.AttachableVolumes;
import dev.kubewasm.scheduler.framework.volume.AttachableVolumes.Attached;
import dev.kubewasm.scheduler.framework.volume.CsiNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A node takes only so many volumes of a driver. */
public final class NodeVolumeLimits implements FilterPlugin {
    private static final String NAME = "NodeVolumeLimits";
    private static final Status TOO_MANY = Status.Rejected.unschedulable(NAME, "node(s) exceed max volume count");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PreFilter preFilter(PodInfo pod, ClusterState cluster) {
        return pod.volumes().claims().isEmpty() && pod.volumes().inTree().isEmpty()
                ? PreFilter.SKIP
                : PreFilter.ask(node -> exceeds(pod, node, cluster) ? TOO_MANY : Status.FITS);
    }

    private static boolean exceeds(PodInfo pod, NodeInfo node, ClusterState cluster) {
        Optional<CsiNode> limits = cluster.volumes().csiNode(node.name());
        if (limits.isEmpty() || limits.get().limits().isEmpty()) {
            return false;
        }
        AttachableVolumes attachable = new AttachableVolumes(node.name(), cluster.volumes());
        Set<Attached> more = new HashSet<>(attachable.of(pod.key().namespace(), pod.volumes()));
        if (more.isEmpty()) {
            return false;
        }
        Set<Attached> there = new HashSet<>();
        for (PodInfo other : node.pods()) {
            there.addAll(attachable.of(other.key().namespace(), other.volumes()));
        }
        more.removeAll(there);
        // What is attached for nobody here counts, even if it is what the Pod needs: so it is in kube-scheduler.
        there.addAll(attachable.attached());
        Map<String, Integer> counts = new HashMap<>();
        there.forEach(volume -> counts.merge(volume.driver(), 1, Integer::sum));
        Set<String> drivers = new HashSet<>();
        for (Attached volume : more) {
            counts.merge(volume.driver(), 1, Integer::sum);
            drivers.add(volume.driver());
        }
        Map<String, Integer> most = limits.get().limits();
        return drivers.stream()
                .anyMatch(driver -> counts.getOrDefault(driver, 0) > most.getOrDefault(driver, Integer.MAX_VALUE));
    }
}

package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.framework.NodeSpec;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.volume.VolumePlan;
import dev.kubewasm.scheduler.port.ClusterObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What has changed in the {@link ClusterCache} since its {@link ProfileView} looked last: of each thing its latest state,
 * empty if it is gone. So many changes are kept at most; with more, everything is told anew.
 */
final class ClusterChanges {
    private static final int KEPT = 50_000;

    private final Map<String, Optional<NodeSpec>> nodes = new LinkedHashMap<>();
    private final Map<Uid, Optional<PodInfo>> pods = new LinkedHashMap<>();
    private final Map<Uid, Optional<PodInfo>> nominated = new LinkedHashMap<>();
    private final Map<ClusterObject.Id, Optional<ClusterObject>> objects = new LinkedHashMap<>();
    private final Map<Uid, Volumes> volumes = new LinkedHashMap<>();

    /**
     * What was decided about the volumes of a Pod.
     *
     * @param assumed whether it is as good as done; else it isn't to be
     */
    record Volumes(VolumePlan plan, boolean assumed) {}

    void node(String name, Optional<NodeSpec> now) {
        nodes.put(name, now);
    }

    /** A Pod on a node; empty: it is on none any more. */
    void pod(Uid uid, Optional<PodInfo> now) {
        pods.put(uid, now);
    }

    /** A Pod that waits for the node it is nominated to; empty: it doesn't any more. */
    void nominated(Uid uid, Optional<PodInfo> now) {
        nominated.put(uid, now);
    }

    void object(ClusterObject.Id id, Optional<ClusterObject> now) {
        objects.put(id, now);
    }

    void volumes(Uid uid, Volumes now) {
        volumes.put(uid, now);
    }

    Map<String, Optional<NodeSpec>> nodes() {
        return nodes;
    }

    Map<Uid, Optional<PodInfo>> pods() {
        return pods;
    }

    Map<Uid, Optional<PodInfo>> nominated() {
        return nominated;
    }

    Map<ClusterObject.Id, Optional<ClusterObject>> objects() {
        return objects;
    }

    Map<Uid, Volumes> volumes() {
        return volumes;
    }

    boolean isEmpty() {
        return nodes.isEmpty() && pods.isEmpty() && nominated.isEmpty() && objects.isEmpty() && volumes.isEmpty();
    }

    boolean isFull() {
        return nodes.size() + pods.size() + nominated.size() + objects.size() + volumes.size() >= KEPT;
    }
}

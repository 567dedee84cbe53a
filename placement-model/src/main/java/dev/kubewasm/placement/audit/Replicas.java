package dev.kubewasm.placement.audit;

import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.WorkloadRef;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The Pods of each workload of a snapshot as the auditor follows them from one to the next, so that an audit costs what it
 * touches. One owner; not for several threads.
 */
public final class Replicas {
    private final Map<WorkloadRef, Map<PodKey, PodFacts>> pods = new HashMap<>();

    /** Those of a snapshot without Pods. */
    public Replicas() {}

    /** Those of a snapshot, from scratch. */
    public static Replicas of(Snapshot snapshot) {
        Replicas replicas = new Replicas();
        snapshot.pods().values().forEach(replicas::add);
        return replicas;
    }

    /** Follows the snapshot. */
    public void apply(Snapshot.Changes changes) {
        for (Snapshot.Change<PodFacts> change : changes.pods()) {
            change.before().ifPresent(this::remove);
            change.now().ifPresent(this::add);
        }
    }

    /** All of a workload, whatever state they are in. */
    Collection<PodFacts> of(WorkloadRef workload) {
        return pods.getOrDefault(workload, Map.of()).values();
    }

    private void add(PodFacts pod) {
        pods.computeIfAbsent(pod.workload(), _ -> new HashMap<>()).put(pod.key(), pod);
    }

    private void remove(PodFacts pod) {
        pods.computeIfPresent(pod.workload(), (_, members) -> {
            members.remove(pod.key());
            return members.isEmpty() ? null : members;
        });
    }
}

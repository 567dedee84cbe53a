package dev.kubewasm.simulations.situation;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A cluster with Pods to place.
 *
 * @param snapshot nodes and Pods
 * @param pending Pods of the snapshot that want a node. Not copied, as the view's Pods aren't
 * @param view the same as kube-scheduler's plugins see it
 * @param refused Pods that want a node and can get none whatever the strategy, and why
 */
public record Situation(
        Snapshot snapshot, Set<PodKey> pending, KubeSchedulerView view, SortedMap<PodKey, String> refused) {
    public Situation {
        pending = Collections.unmodifiableSet(pending);
        refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
    }

    /** The same with other Pods to place. */
    public Situation placing(Set<PodKey> others) {
        return new Situation(snapshot, others, view, refused);
    }
}

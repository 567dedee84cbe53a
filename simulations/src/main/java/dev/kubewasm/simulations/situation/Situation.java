package dev.kubewasm.simulations.situation;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A cluster with Pods to place.
 *
 * @param snapshot nodes and Pods
 * @param pending Pods of the snapshot that want a node, in the order of their names
 * @param kubeScheduler the same for kube-scheduler's plugins
 * @param refused Pods that want a node and can get none whatever the strategy, and why
 */
public record Situation(
        Snapshot snapshot, List<PodKey> pending, KubeSchedulerView kubeScheduler, SortedMap<PodKey, String> refused) {
    public Situation {
        pending = pending.stream().sorted().toList();
        refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
    }
}

package dev.kubewasm.simulations.strategy;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.simulations.situation.Situation;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a strategy did with pending Pods.
 *
 * @param nodes the node of each Pod that got one
 * @param unplaced why each of the others that were tried got none, in words
 * @param preempted Pods that leave their nodes for more important ones
 */
public record Placement(
        SortedMap<PodKey, NodeName> nodes, SortedMap<PodKey, String> unplaced, SortedSet<PodKey> preempted) {
    /** Nothing was tried. */
    public static final Placement NONE = new Placement(new TreeMap<>(), new TreeMap<>());

    public Placement {
        nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
        unplaced = Collections.unmodifiableSortedMap(new TreeMap<>(unplaced));
        preempted = Collections.unmodifiableSortedSet(new TreeSet<>(preempted));
    }

    /** Nobody leaves. */
    public Placement(SortedMap<PodKey, NodeName> nodes, SortedMap<PodKey, String> unplaced) {
        this(nodes, unplaced, Collections.emptySortedSet());
    }

    /** The state of a Pod that was placed. */
    public static PodState on(NodeName node) {
        return new PodState(Optional.of(node), PodState.Phase.RUNNING, false, true);
    }

    /** Whether the cluster is another after it. */
    public boolean changesAnything() {
        return !nodes.isEmpty() || !preempted.isEmpty();
    }

    /** This one and then another. */
    public Placement then(Placement next) {
        TreeMap<PodKey, NodeName> where = new TreeMap<>(nodes);
        where.keySet().removeAll(next.preempted);
        where.putAll(next.nodes);
        TreeMap<PodKey, String> why = new TreeMap<>(unplaced);
        why.putAll(next.unplaced);
        why.keySet().removeAll(next.nodes.keySet());
        TreeSet<PodKey> left = new TreeSet<>(preempted);
        left.addAll(next.preempted);
        return new Placement(where, why, left);
    }

    /** The situation when all of it has come true: placed Pods run, and those that left are gone. */
    public Situation appliedTo(Situation situation) {
        Snapshot snapshot = situation.snapshot();
        Map<PodKey, PodInfo> infos = new HashMap<>(situation.view().pods());
        Set<PodKey> pending = new LinkedHashSet<>(situation.pending());
        for (PodKey gone : preempted) {
            snapshot = snapshot.without(gone);
            infos.remove(gone);
        }
        for (Map.Entry<PodKey, NodeName> placed : nodes.entrySet()) {
            PodFacts pod = snapshot.pod(placed.getKey()).orElseThrow();
            snapshot = snapshot.with(pod.withState(on(placed.getValue())));
            infos.computeIfPresent(
                    placed.getKey(), (_, info) -> info.on(placed.getValue().value()));
            pending.remove(placed.getKey());
        }
        return new Situation(snapshot, pending, situation.view().withPods(infos), situation.refused());
    }
}

package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.core.CachedPod.Decision;
import dev.kubewasm.scheduler.port.Binding;
import dev.kubewasm.scheduler.port.ObservedPod;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The cluster as told, with what was decided and isn't seen yet. A decision takes room from the moment it is assumed
 * until the cluster shows it or it is forgotten. Not safe for use by several threads: {@link Scheduler} guards it.
 */
final class ClusterCache {
    private final Map<PodKey, CachedPod> pods = new TreeMap<>();
    private final Map<NodeName, NodeFacts> nodes = new TreeMap<>();

    /** Takes a Pod as told; what it was before, if it was there. A decision ends when the Pod is seen bound. */
    Optional<CachedPod> put(ObservedPod observed) {
        PodKey key = observed.facts().key();
        CachedPod before = pods.get(key);
        if (before == null || !before.uid().equals(observed.facts().uid())) {
            pods.put(key, CachedPod.of(observed));
            return Optional.ofNullable(before);
        }
        CachedPod now = before.with(observed);
        if (!before.observed().components().equals(observed.components())) {
            now = now.withComponents(Map.of());
        }
        if (observed.facts().state().node().isPresent()
                || observed.facts().state().finished()) {
            now = now.withDecision(Optional.empty());
        }
        pods.put(key, now);
        return Optional.of(before);
    }

    Optional<CachedPod> remove(PodKey key) {
        return Optional.ofNullable(pods.remove(key));
    }

    Optional<CachedPod> pod(PodKey key) {
        return Optional.ofNullable(pods.get(key));
    }

    Collection<CachedPod> pods() {
        return Collections.unmodifiableCollection(pods.values());
    }

    /** Takes a node as told; what it was before, if it was there. */
    Optional<NodeFacts> put(NodeFacts node) {
        return Optional.ofNullable(nodes.put(node.name(), node));
    }

    void remove(NodeName node) {
        nodes.remove(node);
    }

    boolean has(NodeName node) {
        return nodes.containsKey(node);
    }

    /** Keeps what was read of a Pod's components, unless it is another Pod by now or asks for others. */
    void components(CachedPod asked, Map<String, ComponentFacts> read) {
        CachedPod now = pods.get(asked.observed().facts().key());
        if (now != null
                && now.uid().equals(asked.uid())
                && now.observed().components().equals(asked.observed().components())) {
            pods.put(now.observed().facts().key(), now.withComponents(read));
        }
    }

    /** Counts a decision from now on. Empty: done; else why the Pod can't be bound so any more. */
    Optional<String> assume(Binding binding) {
        CachedPod pod = pods.get(binding.pod());
        if (pod == null || !pod.uid().equals(binding.uid())) {
            return Optional.of("the Pod was deleted meanwhile");
        }
        if (!pod.observed().wantsNode() || pod.observed().gated()) {
            return Optional.of("the Pod was bound or deleted meanwhile");
        }
        if (!nodes.containsKey(binding.node())) {
            return Optional.of("node " + binding.node() + " was removed meanwhile");
        }
        pods.put(binding.pod(), pod.withDecision(Optional.of(new Decision.Assumed(binding))));
        return Optional.empty();
    }

    /** Takes a decision back. */
    void forget(PodKey key, Uid uid) {
        decide(key, uid, Optional.empty());
    }

    /** Keeps a decision counted that the cluster didn't answer. */
    void doubt(Binding binding) {
        decide(binding.pod(), binding.uid(), Optional.of(new Decision.InDoubt(binding)));
    }

    /** Keeps a decision counted that was in doubt and has been agreed to. */
    void confirm(Binding binding) {
        decide(binding.pod(), binding.uid(), Optional.of(new Decision.Assumed(binding)));
    }

    private void decide(PodKey key, Uid uid, Optional<Decision> decision) {
        CachedPod pod = pods.get(key);
        if (pod != null
                && pod.uid().equals(uid)
                && pod.observed().facts().state().node().isEmpty()) {
            pods.put(key, pod.withDecision(decision));
        }
    }

    /** A picture of now. Pods that are over are left out: they take no room and provide nothing. */
    Snapshot snapshot() {
        return new Snapshot(
                List.copyOf(nodes.values()),
                pods.values().stream()
                        .filter(pod -> !pod.observed().facts().state().finished())
                        .map(CachedPod::facts)
                        .toList());
    }
}

package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.core.CachedPod.Decision;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.volume.VolumePlan;
import dev.kubewasm.scheduler.port.Binding;
import dev.kubewasm.scheduler.port.ClusterObject;
import dev.kubewasm.scheduler.port.ObservedNode;
import dev.kubewasm.scheduler.port.ObservedPod;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as told, with what was decided and isn't seen yet. A decision takes room from the moment it is assumed
 * until the cluster shows it or it is forgotten. Not safe for use by several threads: {@link Scheduler} guards it.
 */
final class ClusterCache {
    private final Map<PodKey, CachedPod> pods = new TreeMap<>();
    private final Map<NodeName, ObservedNode> nodes = new TreeMap<>();
    private final Map<ClusterObject.Id, ClusterObject> objects = new LinkedHashMap<>();
    private final Set<PodKey> unread = new TreeSet<>();
    /** What was decided about the volumes of Pods that aren't seen bound yet. */
    private final Map<Uid, VolumePlan> volumes = new HashMap<>();

    private ClusterChanges changes = new ClusterChanges();
    private boolean allAnew;
    private Snapshot snapshot = Snapshot.EMPTY;

    /** Takes a Pod as told; what it was before, if it was there. A decision ends when the Pod is seen bound. */
    Optional<CachedPod> put(ObservedPod observed) {
        PodKey key = observed.facts().key();
        CachedPod before = pods.get(key);
        if (before == null || !before.uid().equals(observed.facts().uid())) {
            if (before != null) {
                forgetVolumes(before.uid());
            }
            keep(key, CachedPod.of(observed));
            return Optional.ofNullable(before);
        }
        CachedPod now = before.with(observed);
        if (!before.observed().components().equals(observed.components())) {
            now = now.withComponents(Map.of());
        }
        if (observed.facts().state().node().isPresent()
                || observed.facts().state().finished()) {
            now = now.withDecision(Optional.empty());
            // It is done: the volumes are told of by themselves.
            volumes.remove(now.uid());
        }
        keep(key, now);
        return Optional.of(before);
    }

    CacheSizes sizes() {
        int placed = 0;
        int assumed = 0;
        for (CachedPod pod : pods.values()) {
            if (pod.placed().isPresent()) {
                placed++;
                assumed += pod.decision().isPresent() ? 1 : 0;
            }
        }
        return new CacheSizes(nodes.size(), placed, assumed);
    }

    /** The Pod of this name is gone; what it was, if it was there. */
    Optional<CachedPod> remove(PodKey key) {
        snapshot = snapshot.without(key);
        unread.remove(key);
        Optional<CachedPod> gone = Optional.ofNullable(pods.remove(key));
        gone.map(CachedPod::uid).ifPresent(this::forgetVolumes);
        gone.flatMap(CachedPod::placed).ifPresent(pod -> change(all -> all.pod(pod.uid(), Optional.empty())));
        gone.flatMap(CachedPod::waitingForNominated)
                .ifPresent(pod -> change(all -> all.nominated(pod.uid(), Optional.empty())));
        return gone;
    }

    /** Pods that are over are left out of the picture: they take no room and provide nothing. */
    private void keep(PodKey key, CachedPod pod) {
        noteMove(Optional.ofNullable(pods.put(key, pod)), pod);
        if (pod.observed().ours() && !pod.componentsKnown() && pod.node().isPresent()) {
            unread.add(key);
        } else {
            unread.remove(key);
        }
        if (pod.observed().facts().state().finished()) {
            snapshot = snapshot.without(key);
        } else {
            PodFacts facts = pod.facts();
            // What only touches our own notes about a Pod changes no picture.
            if (!snapshot.pod(key).equals(Optional.of(facts))) {
                snapshot = snapshot.with(facts);
            }
        }
    }

    private void noteMove(Optional<CachedPod> before, CachedPod now) {
        note(before.flatMap(CachedPod::placed), now.placed(), ClusterChanges::pod);
        note(before.flatMap(CachedPod::waitingForNominated), now.waitingForNominated(), ClusterChanges::nominated);
    }

    private interface Note {
        void take(ClusterChanges changes, Uid uid, Optional<PodInfo> now);
    }

    private void note(Optional<PodInfo> was, Optional<PodInfo> is, Note note) {
        was.filter(pod -> is.isEmpty() || !is.get().uid().equals(pod.uid()))
                .ifPresent(pod -> change(all -> note.take(all, pod.uid(), Optional.empty())));
        if (!was.equals(is)) {
            is.ifPresent(pod -> change(all -> note.take(all, pod.uid(), is)));
        }
    }

    private void change(Consumer<ClusterChanges> note) {
        if (allAnew) {
            return;
        }
        note.accept(changes);
        if (changes.isFull()) {
            allAnew = true;
            changes = new ClusterChanges();
        }
    }

    /** Brings {@code view} up to date. There is one view: what it was told it isn't told again. */
    void refresh(ProfileView view) {
        if (allAnew) {
            view.clear();
            nodes.forEach((name, node) -> changes.node(name.value(), Optional.of(node.spec())));
            objects.forEach((id, object) -> changes.object(id, Optional.of(object)));
            for (CachedPod pod : pods.values()) {
                pod.placed().ifPresent(info -> changes.pod(info.uid(), Optional.of(info)));
                pod.waitingForNominated().ifPresent(info -> changes.nominated(info.uid(), Optional.of(info)));
            }
            volumes.forEach((uid, plan) -> changes.volumes(uid, new ClusterChanges.Volumes(plan, true)));
            allAnew = false;
        }
        if (!changes.isEmpty()) {
            view.apply(changes);
            changes = new ClusterChanges();
        }
    }

    Optional<CachedPod> pod(PodKey key) {
        return Optional.ofNullable(pods.get(key));
    }

    /** Own Pods that take room on a node and whose components were not read yet. */
    List<CachedPod> boundWithUnknownComponents() {
        return unread.stream()
                .map(this::pod)
                .flatMap(Optional::stream)
                .filter(pod -> !pod.observed().facts().state().finished())
                .toList();
    }

    /** Takes a node as told; what it was before, if it was there. */
    Optional<ObservedNode> put(ObservedNode node) {
        Optional<ObservedNode> before = Optional.ofNullable(nodes.put(node.name(), node));
        if (!before.map(ObservedNode::facts).equals(Optional.of(node.facts()))) {
            snapshot = snapshot.with(node.facts());
        }
        if (!before.map(ObservedNode::spec).equals(Optional.of(node.spec()))) {
            change(all -> all.node(node.spec().name(), Optional.of(node.spec())));
        }
        return before;
    }

    void remove(NodeName node) {
        nodes.remove(node);
        snapshot = snapshot.without(node);
        change(all -> all.node(node.value(), Optional.empty()));
    }

    /** Takes something else as told; what it was before, if it was there. */
    Optional<ClusterObject> put(ClusterObject object) {
        Optional<ClusterObject> before = Optional.ofNullable(objects.put(object.id(), object));
        if (!before.equals(Optional.of(object))) {
            change(all -> all.object(object.id(), Optional.of(object)));
        }
        return before;
    }

    Optional<ClusterObject> remove(ClusterObject.Id id) {
        Optional<ClusterObject> gone = Optional.ofNullable(objects.remove(id));
        if (gone.isPresent()) {
            change(all -> all.object(id, Optional.empty()));
        }
        return gone;
    }

    boolean has(NodeName node) {
        return snapshot.node(node).isPresent();
    }

    /** Keeps what was read of a Pod's components, unless it is another Pod by now or asks for others. */
    void components(CachedPod asked, Map<String, ComponentFacts> read) {
        CachedPod now = pods.get(asked.observed().facts().key());
        if (now != null
                && now.uid().equals(asked.uid())
                && now.observed().components().equals(asked.observed().components())) {
            keep(now.observed().facts().key(), now.withComponents(read));
        }
    }

    /** Counts a decision from now on. Empty: done; else why the Pod can't be bound so any more. */
    Optional<String> assume(Binding binding, Optional<VolumePlan> plan) {
        CachedPod pod = pods.get(binding.pod());
        if (pod == null || !pod.uid().equals(binding.uid())) {
            return Optional.of("the Pod was deleted meanwhile");
        }
        if (!pod.observed().wantsNode() || pod.observed().gated()) {
            return Optional.of("the Pod was bound or deleted meanwhile");
        }
        if (!has(binding.node())) {
            return Optional.of("node " + binding.node() + " was removed meanwhile");
        }
        keep(binding.pod(), pod.withDecision(Optional.of(new Decision.Assumed(binding))));
        plan.ifPresent(decided -> {
            volumes.put(binding.uid(), decided);
            change(all -> all.volumes(binding.uid(), new ClusterChanges.Volumes(decided, true)));
        });
        return Optional.empty();
    }

    /** Has a Pod wait for a node that others leave; empty: for none. */
    void nominate(PodKey key, Uid uid, Optional<String> node) {
        CachedPod pod = pods.get(key);
        if (pod != null && pod.uid().equals(uid)) {
            keep(key, pod.withNominated(node));
        }
    }

    /** The labels of a namespace; none if it isn't known. */
    Map<String, String> namespaceLabels(String name) {
        return objects.get(new ClusterObject.Id(ClusterObject.Kind.NAMESPACE, "", name))
                        instanceof ClusterObject.Namespace namespace
                ? namespace.labels()
                : Map.of();
    }

    /** Takes a decision back. */
    void forget(PodKey key, Uid uid) {
        forgetVolumes(uid);
        decide(key, uid, Optional.empty());
    }

    private void forgetVolumes(Uid uid) {
        @Nullable VolumePlan plan = volumes.remove(uid);
        if (plan != null) {
            change(all -> all.volumes(uid, new ClusterChanges.Volumes(plan, false)));
        }
    }

    /** Keeps a decision counted that the cluster didn't answer. */
    void doubt(Binding binding, Instant now) {
        decide(binding.pod(), binding.uid(), Optional.of(new Decision.InDoubt(binding, now)));
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
            keep(key, pod.withDecision(decision));
        }
    }

    /** A picture of now; made of the last one as things change. */
    Snapshot snapshot() {
        return snapshot;
    }
}

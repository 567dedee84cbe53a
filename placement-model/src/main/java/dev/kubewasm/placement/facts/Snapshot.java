package dev.kubewasm.placement.facts;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An immutable picture of the nodes and Pods that a decision is made on; ordered by name, so that it has one form. A
 * changed picture shares with the one before all that is the same ({@link #with}, {@link #without}), and what differs
 * between them is found without looking at the rest ({@link #changesSince}).
 */
public final class Snapshot {
    /** Without nodes and Pods. */
    public static final Snapshot EMPTY =
            new Snapshot(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty());

    private final PersistentMap<NodeName, NodeFacts> nodes;
    private final PersistentMap<PodKey, PodFacts> pods;
    private final PersistentMap<NodeName, PersistentMap<PodKey, PodFacts>> occupants;

    private Snapshot(
            PersistentMap<NodeName, NodeFacts> nodes,
            PersistentMap<PodKey, PodFacts> pods,
            PersistentMap<NodeName, PersistentMap<PodKey, PodFacts>> occupants) {
        this.nodes = nodes;
        this.pods = pods;
        this.occupants = occupants;
    }

    /**
     * A picture of these nodes and Pods.
     *
     * @throws IllegalArgumentException if two nodes or two Pods have one name
     */
    public Snapshot(List<NodeFacts> nodes, List<PodFacts> pods) {
        TreeMap<NodeName, NodeFacts> nodesByName = new TreeMap<>();
        for (NodeFacts node : nodes) {
            if (nodesByName.put(node.name(), node) != null) {
                throw new IllegalArgumentException("the snapshot has two nodes named " + node.name());
            }
        }
        TreeMap<PodKey, PodFacts> podsByName = new TreeMap<>();
        TreeMap<NodeName, TreeMap<PodKey, PodFacts>> byNode = new TreeMap<>();
        for (PodFacts pod : pods) {
            if (podsByName.put(pod.key(), pod) != null) {
                throw new IllegalArgumentException("the snapshot has two Pods named " + pod.key());
            }
            if (pod.occupies()) {
                byNode.computeIfAbsent(pod.state().node().orElseThrow(), node -> new TreeMap<>())
                        .put(pod.key(), pod);
            }
        }
        TreeMap<NodeName, PersistentMap<PodKey, PodFacts>> occupied = new TreeMap<>();
        byNode.forEach((node, there) -> occupied.put(node, PersistentMap.of(there)));
        this.nodes = PersistentMap.of(nodesByName);
        this.pods = PersistentMap.of(podsByName);
        this.occupants = PersistentMap.of(occupied);
    }

    /** The nodes by name, in its order. */
    public Map<NodeName, NodeFacts> nodes() {
        return nodes;
    }

    /** The Pods by namespace and name, in their order. */
    public Map<PodKey, PodFacts> pods() {
        return pods;
    }

    /** The node of that name. */
    public Optional<NodeFacts> node(NodeName name) {
        return Optional.ofNullable(nodes.get(name));
    }

    /** The Pod of that name. */
    public Optional<PodFacts> pod(PodKey key) {
        return Optional.ofNullable(pods.get(key));
    }

    /** The Pods that {@link PodFacts#occupies() take room} on the node of that name, which may be unknown. */
    public Collection<PodFacts> podsOn(NodeName node) {
        PersistentMap<PodKey, PodFacts> there = occupants.get(node);
        return there == null ? List.of() : there.values();
    }

    /** This picture with {@code node}, in the place of one of its name. */
    public Snapshot with(NodeFacts node) {
        return new Snapshot(nodes.with(node.name(), node), pods, occupants);
    }

    /** This picture without the node of that name. Its Pods stay. */
    public Snapshot without(NodeName node) {
        return new Snapshot(nodes.without(node), pods, occupants);
    }

    /** This picture with {@code pod}, in the place of one of its name. */
    public Snapshot with(PodFacts pod) {
        var left = vacated(pod.key());
        return new Snapshot(nodes, pods.with(pod.key(), pod), pod.occupies() ? occupied(left, pod) : left);
    }

    /** This picture without the Pod of that name. */
    public Snapshot without(PodKey pod) {
        return new Snapshot(nodes, pods.without(pod), vacated(pod));
    }

    private static PersistentMap<NodeName, PersistentMap<PodKey, PodFacts>> occupied(
            PersistentMap<NodeName, PersistentMap<PodKey, PodFacts>> occupants, PodFacts pod) {
        NodeName node = pod.state().node().orElseThrow();
        PersistentMap<PodKey, PodFacts> there = occupants.get(node);
        PersistentMap<PodKey, PodFacts> others = there == null ? PersistentMap.empty() : there;
        return occupants.with(node, others.with(pod.key(), pod));
    }

    private PersistentMap<NodeName, PersistentMap<PodKey, PodFacts>> vacated(PodKey key) {
        PodFacts before = pods.get(key);
        if (before == null || !before.occupies()) {
            return occupants;
        }
        NodeName node = before.state().node().orElseThrow();
        PersistentMap<PodKey, PodFacts> there = occupants.get(node);
        if (there == null) {
            return occupants;
        }
        PersistentMap<PodKey, PodFacts> others = there.without(key);
        return others.isEmpty() ? occupants.without(node) : occupants.with(node, others);
    }

    /**
     * Something that was, is or changed.
     *
     * @param <T> a Pod or a node
     * @param before absent if it is new
     * @param now absent if it is gone
     */
    public record Change<T>(Optional<T> before, Optional<T> now) {
        private static <T> Change<T> of(@Nullable T before, @Nullable T now) {
            return new Change<>(Optional.ofNullable(before), Optional.ofNullable(now));
        }
    }

    /** What differs between two pictures, each in the order of names. */
    public record Changes(List<Change<NodeFacts>> nodes, List<Change<PodFacts>> pods) {
        public Changes {
            nodes = List.copyOf(nodes);
            pods = List.copyOf(pods);
        }
    }

    /** What is another object here than in {@code before}; cheap where one was made of the other. */
    public Changes changesSince(Snapshot before) {
        List<Change<NodeFacts>> changedNodes = new ArrayList<>();
        nodes.differences(before.nodes, (name, was, is) -> changedNodes.add(Change.of(was, is)));
        List<Change<PodFacts>> changedPods = new ArrayList<>();
        pods.differences(before.pods, (key, was, is) -> changedPods.add(Change.of(was, is)));
        return new Changes(changedNodes, changedPods);
    }
}

package dev.kubewasm.placement.facts;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** An immutable picture of the nodes and Pods that a decision is made on; ordered by name, so that it has one form. */
public final class Snapshot {
    private final TreeMap<NodeName, NodeFacts> nodes = new TreeMap<>();
    private final TreeMap<PodKey, PodFacts> pods = new TreeMap<>();

    /**
     * A picture of these nodes and Pods.
     *
     * @throws IllegalArgumentException if two nodes or two Pods have one name
     */
    public Snapshot(List<NodeFacts> nodes, List<PodFacts> pods) {
        for (NodeFacts node : nodes) {
            if (this.nodes.put(node.name(), node) != null) {
                throw new IllegalArgumentException("the snapshot has two nodes named " + node.name());
            }
        }
        for (PodFacts pod : pods) {
            if (this.pods.put(pod.key(), pod) != null) {
                throw new IllegalArgumentException("the snapshot has two Pods named " + pod.key());
            }
        }
    }

    /** The nodes by name. */
    public SequencedMap<NodeName, NodeFacts> nodes() {
        return Collections.unmodifiableSequencedMap(nodes);
    }

    /** The Pods by namespace and name. */
    public SequencedMap<PodKey, PodFacts> pods() {
        return Collections.unmodifiableSequencedMap(pods);
    }

    /** The node of that name. */
    public Optional<NodeFacts> node(NodeName name) {
        return Optional.ofNullable(nodes.get(name));
    }

    /** The Pod of that name. */
    public Optional<PodFacts> pod(PodKey key) {
        return Optional.ofNullable(pods.get(key));
    }
}

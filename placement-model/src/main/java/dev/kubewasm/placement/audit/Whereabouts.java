package dev.kubewasm.placement.audit;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import java.util.Map;

/** The nodes of the Pods that have one, bound before or placed now. */
record Whereabouts(Map<PodKey, NodeName> nodes) {
    Whereabouts {
        nodes = Map.copyOf(nodes);
    }

    /** The node of a Pod that has one. */
    NodeName of(PodFacts pod) {
        NodeName node = nodes.get(pod.key());
        if (node == null) {
            throw new IllegalArgumentException("Pod " + pod.key() + " has no node");
        }
        return node;
    }

    /** Whether the Pod is on {@code node}. */
    boolean isOn(PodKey pod, NodeName node) {
        return node.equals(nodes.get(pod));
    }
}

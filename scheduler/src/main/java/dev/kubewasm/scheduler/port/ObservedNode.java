package dev.kubewasm.scheduler.port;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.scheduler.framework.NodeSpec;
import java.util.List;

/**
 * A node as the cluster has it.
 *
 * @param facts what a placement needs
 * @param spec the same node as the profile's plugins need it
 * @param problems what can't be read: a quantity that isn't one counts as 0, annotations that can't be read as "supplies
 *     nothing", a cost that is none counts as 0; one sentence each
 */
public record ObservedNode(NodeFacts facts, NodeSpec spec, List<String> problems) {
    /** @throws IllegalArgumentException if facts and spec aren't of one node */
    public ObservedNode {
        problems = List.copyOf(problems);
        if (!facts.name().value().equals(spec.name())) {
            throw new IllegalArgumentException("facts of node " + facts.name() + " beside a spec of " + spec.name());
        }
    }

    /** Its name. */
    public NodeName name() {
        return facts.name();
    }
}

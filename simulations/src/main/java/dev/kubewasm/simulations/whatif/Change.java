package dev.kubewasm.simulations.whatif;

import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.placement.facts.LinkPolicies;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.simulations.price.PriceList;
import java.util.Optional;
import java.util.Set;

/** Something that is otherwise than described. */
public sealed interface Change {
    /**
     * These nodes aren't there; what runs on them wants another node, but for Pods that no controller makes again or that belong to
     * their nodes.
     */
    record WithoutNodes(Set<NodeName> nodes) implements Change {
        public WithoutNodes {
            nodes = Set.copyOf(nodes);
        }
    }

    /** The same of all nodes of a zone. */
    record WithoutZone(String zone) implements Change {}

    /** There are so many more nodes like one that there is, with Pods of the DaemonSets that have one there. */
    record MoreNodes(NodeName like, int count) implements Change {}

    /**
     * Each node has as much.
     *
     * @param cpuMilli in milli-CPU; as described if empty
     * @param memoryBytes in bytes; as described if empty
     * @param pods how many Pods it takes; as described if empty
     */
    record NodeShape(Optional<Long> cpuMilli, Optional<Long> memoryBytes, Optional<Long> pods) implements Change {}

    /** Nodes cost what these prices say, of which one fits each. */
    record Prices(PriceList prices) implements Change {}

    /** The imports of a workload, or of all, that these policies have a pattern for, are of them; all if there is no pattern. */
    record Links(Optional<WorkloadRef> workload, LinkPolicies policies) implements Change {}

    /**
     * The Pods of these workloads are ordinary containers: they have no components, and what would be a link to them is none.
     */
    record Containers(Set<WorkloadRef> workloads) implements Change {
        public Containers {
            workloads = Set.copyOf(workloads);
        }
    }

    /** The only container of each Pod of a workload is a component, on a node that links it. */
    record Component(WorkloadRef workload, ComponentFacts component) implements Change {}

    /** Each Pod of a workload, or of all, requests as much, as a component instead of a container would. */
    record Requests(Optional<WorkloadRef> workload, Optional<Long> cpuMilli, Optional<Long> memoryBytes)
            implements Change {}
}

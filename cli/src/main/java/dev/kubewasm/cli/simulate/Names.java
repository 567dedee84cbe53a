package dev.kubewasm.cli.simulate;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.WorkloadRef;
import java.util.TreeSet;

/** Names in scenario files of what is in the cluster. */
final class Names {
    private Names() {}

    static NodeName node(String name, Snapshot snapshot) {
        NodeName node = new NodeName(name);
        if (snapshot.node(node).isEmpty()) {
            throw new IllegalArgumentException("there is no node " + name);
        }
        return node;
    }

    /** {@code KIND/NAME} or {@code NAMESPACE/KIND/NAME}, the kind in lower case. */
    static WorkloadRef workload(String name, Snapshot snapshot) {
        String full = name.chars().filter(c -> c == '/').count() == 1 ? "default/" + name : name;
        TreeSet<WorkloadRef> workloads = new TreeSet<>();
        snapshot.pods().values().stream().map(PodFacts::workload).forEach(workloads::add);
        return workloads.stream()
                .filter(workload -> workload.toString().equals(full))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no workload " + full + " with a Pod, but "
                        + String.join(
                                ", ",
                                workloads.stream()
                                        .limit(5)
                                        .map(WorkloadRef::toString)
                                        .toList())
                        + (workloads.size() > 5 ? ", …" : "")));
    }

    /** The same of a workload whose Pods may be on any node. */
    static WorkloadRef movable(String name, Snapshot snapshot) {
        WorkloadRef workload = workload(name, snapshot);
        if (workload.tiesPodsToNodes()) {
            throw new IllegalArgumentException(
                    "the Pods of " + workload + " belong to their nodes: there are as many as nodes");
        }
        return workload;
    }
}

package dev.kubewasm.placement.result;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.Taint;
import dev.kubewasm.placement.facts.WasmFeature;
import dev.kubewasm.placement.facts.WorkloadPin;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.wit.model.InterfaceName;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What would make an unplaced Pod fit, the other Pods being where they are.
 *
 * @param changes at least one; all of them together
 * @param alongside unplaced Pods of its providers that would be placed with it
 */
public record Remedy(List<Change> changes, List<PodKey> alongside) {
    public Remedy {
        changes = List.copyOf(changes);
        alongside = List.copyOf(alongside);
    }

    /** A change to the cluster, or to what the Pod says. */
    public sealed interface Change {
        /** The workload gets more replicas. */
        record ScaleUp(WorkloadRef workload, int by) implements Change {}

        /** An empty node of this shape is added. */
        record AddNode(NodeShape shape) implements Change {}

        /** Pods other than those that the Pod links to leave this much of the node. */
        record Free(NodeName node, Resources amount) implements Change {}

        /** The node is uncordoned. */
        record Uncordon(NodeName node) implements Change {}

        /** The node loses the taint. */
        record RemoveTaint(NodeName node, Taint taint) implements Change {}

        /** The node gets these labels. */
        record AddLabels(NodeName node, SortedMap<String, String> labels) implements Change {
            public AddLabels {
                labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
            }
        }

        /** The Pod's link for this import becomes a preferred one. */
        record RelaxLink(InterfaceName imported) implements Change {}

        /** The Pod pins this provider for the import. */
        record Pin(InterfaceName imported, WorkloadRef provider) implements Change {}

        /** The provider admits the Pod among its consumers. */
        record Admit(WorkloadRef provider) implements Change {}

        /** A workload that exports this is deployed in the Pod's namespace, or the one that the Pod has pinned. */
        record Deploy(InterfaceName exported, Optional<WorkloadPin> pinned) implements Change {}

        /** The Pod asks for nodes that link Pods, by its RuntimeClass. */
        record UseLinkingRuntime() implements Change {}
    }

    /**
     * What a node must have.
     *
     * @param allocatable what must be free there, the number of Pods included
     * @param labels that it must have
     * @param hostInterfaces that it must supply
     * @param wasmFeatures that its engine must take
     */
    public record NodeShape(
            Resources allocatable,
            SortedMap<String, String> labels,
            Set<InterfaceName> hostInterfaces,
            Set<WasmFeature> wasmFeatures) {
        public NodeShape {
            labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
            hostInterfaces = Collections.unmodifiableSet(new LinkedHashSet<>(hostInterfaces));
            wasmFeatures = Collections.unmodifiableSet(new TreeSet<>(wasmFeatures));
        }
    }
}

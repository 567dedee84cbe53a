package dev.kubewasm.placement.filter;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.WasmFeature;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.wit.model.InterfaceName;
import java.util.List;

/** Why a node doesn't take a Pod. */
public sealed interface Rejection {
    /** The node is cordoned, and the Pod doesn't tolerate that. */
    record Unschedulable() implements Rejection {}

    /** The node has a taint that the Pod doesn't tolerate: the first one. */
    record UntoleratedTaint(String key, String value) implements Rejection {}

    /** The node doesn't match the Pod's node selector or required node affinity. */
    record NodeAffinity() implements Rejection {}

    /** A rule that placement doesn't know keeps the Pod from the node: {@link dev.kubewasm.placement.facts.PodFacts#excluded}. */
    record Rule(String reason) implements Rejection {}

    /** The Pod has components, and the node has no label that says which runtime serves it. */
    record NoWasmRuntime() implements Rejection {}

    /** The Pod needs links to other Pods or between its containers, and the node's runtime makes none. */
    record CannotLink(String runtime) implements Rejection {}

    /** The node doesn't supply a host interface that the Pod imports. */
    record LacksHostInterface(InterfaceName name) implements Rejection {}

    /** The node's engine doesn't take a core feature that a component needs. */
    record LacksWasmFeature(WasmFeature feature) implements Rejection {}

    /** The node has too little of a resource left for the Pod. */
    record Insufficient(ResourceName resource) implements Rejection {}

    /**
     * The node has room for the Pod, and too little of a resource for it and the providers that the node lacks.
     *
     * @param members the Pod and one of each such provider
     * @param resource of which there is too little
     * @param needed what they need together
     * @param largestFree the most that one of the nodes meant has free
     */
    record InsufficientForGroup(List<PodKey> members, ResourceName resource, long needed, long largestFree)
            implements Rejection {
        public InsufficientForGroup {
            members = List.copyOf(members);
        }
    }

    /** The node hosts no Pod of the provider of a required import, and there is none left to place on it. */
    record LacksProvider(InterfaceName imported, WorkloadRef provider) implements Rejection {}

    /** The node would take the Pod, which is needed where it is: consumers on {@code node} have no other provider. */
    record LeavesConsumers(NodeName node) implements Rejection {}

    /** The node has room for the Pod and its group as things stand, and the search ended before it got there. */
    record SearchEnded() implements Rejection {}
}

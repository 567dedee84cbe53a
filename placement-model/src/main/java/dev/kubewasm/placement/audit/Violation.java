package dev.kubewasm.placement.audit;

import dev.kubewasm.placement.facts.DisruptionBudget;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.ResourceName;

/** A fault of a placement. */
public sealed interface Violation {
    /** The result speaks of a Pod that was not to be placed: bound, over or unknown. */
    record NotPending(PodKey pod) implements Violation {}

    /** A Pod that was to be placed has no outcome. */
    record NoOutcome(PodKey pod) implements Violation {}

    /** A Pod is placed on a node that isn't there. */
    record UnknownNode(PodKey pod, NodeName node) implements Violation {}

    /** The Pods of a node take more than it has, and one was placed there that asks for the resource. */
    record OverCapacity(NodeName node, ResourceName resource, long taken, long allocatable) implements Violation {}

    /** The node doesn't take the Pod; {@code why} in words. */
    record NodeRefuses(PodKey pod, NodeName node, String why) implements Violation {}

    /** A Pod is to be moved that isn't on the node it is said to be on, or that must stay; {@code why} in words. */
    record NotMovable(PodKey pod, String why) implements Violation {}

    /** More Pods of a PodDisruptionBudget are evicted at once than it allows. */
    record TooManyEvicted(DisruptionBudget budget, int evicted, int allowed) implements Violation {}

    /** A consumer has no Ready provider of a required import on its node: it stays and loses the last, or goes where none is Ready. */
    record ConsumerLeft(PodKey consumer, NodeName node, String imported) implements Violation {}

    /** The wiring of an import is missing, surplus or wrong; {@code why} in words. */
    record BadWiring(PodKey pod, String container, String imported, String why) implements Violation {}
}

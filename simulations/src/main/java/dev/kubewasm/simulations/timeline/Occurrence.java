package dev.kubewasm.simulations.timeline;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.WorkloadRef;
import java.util.List;
import java.util.OptionalLong;

/**
 * Something that happens to a cluster. All durations are virtual milliseconds. What is to happen to a node or a Pod that is gone
 * by then doesn't.
 */
public sealed interface Occurrence {
    /**
     * One more Pod of a workload.
     *
     * @param lifetime how long it runs once it has a node; for good if empty
     */
    record Arrival(WorkloadRef workload, OptionalLong lifetime) implements Occurrence {}

    /** A Pod is gone, for it has come to its end. */
    record Departure(PodKey pod) implements Occurrence {}

    /** A workload is to have so many Pods: the missing arrive, of too many the latest go. */
    record Scaling(WorkloadRef workload, int replicas) implements Occurrence {}

    /** A rolling update to a new version: Pod by Pod a new one is made and, once that has a node, an old one goes. */
    record Upgrade(WorkloadRef workload) implements Occurrence {}

    /**
     * The node takes no more Pods, and those that it has are evicted: their workloads make others. Those of DaemonSets and static
     * ones stay.
     */
    record Drain(NodeName node) implements Occurrence {}

    /** The node takes Pods again. */
    record Uncordon(NodeName node) implements Occurrence {}

    /**
     * The node is gone from one moment to the next.
     *
     * @param notice until its workloads make others of its Pods, which have no node for as long
     * @param returns until it is back, empty
     */
    record Failure(NodeName node, long notice, OptionalLong returns) implements Occurrence {}

    /**
     * A spot node is to be given back: drained now, gone after the warning.
     *
     * @param returns until another comes in its place, from its going on
     */
    record Reclaim(NodeName node, long warning, OptionalLong returns) implements Occurrence {}

    /**
     * The node is gone, evicted Pods first.
     *
     * @param returns until another comes in its place; it is gone for good if empty
     */
    record Removal(NodeName node, OptionalLong returns) implements Occurrence {}

    /** New nodes like one there is. */
    record Addition(NodeName like, int count) implements Occurrence {}

    /** A node that was gone is back. */
    record Return(NodeName node) implements Occurrence {}

    /**
     * Pods that lost their node are made again.
     *
     * @param lifetimes of each, from its new node on; a Pod that ran for good has none
     * @param since when they want a node from
     */
    record Recreation(WorkloadRef workload, List<OptionalLong> lifetimes, long since) implements Occurrence {
        public Recreation {
            lifetimes = List.copyOf(lifetimes);
        }
    }

    /** A process has its next event, and makes one after it. */
    record Tick(int process) implements Occurrence {}

    /** Pods that are due are looked at. */
    record Cycle() implements Occurrence {}
}

package dev.kubewasm.placement.solver;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The soft constraints: what makes one feasible placement better than another. */
public enum SoftConstraint {
    /** A preferred link whose consumer's node hosts no provider, by its traffic. */
    PREFERRED_LINK("preferredLink", 1000),
    /**
     * What is lost of the gained affinity, in permille of each workload's link whose traffic is stated, by that traffic.
     * Gained on a node is the lesser share of the two workloads' replicas (Zhu et al., RASA).
     */
    GAINED_AFFINITY("gainedAffinity", 1),
    /** A Pod bound before that waits for a provider on its node, where one of those to place could serve it. */
    STRANDED_CONSUMER("strandedConsumer", 3000),
    /** The weight of each preferred node affinity term that the node doesn't match (1 to 100). */
    PREFERRED_NODE_AFFINITY("preferredNodeAffinity", 10),
    /** A {@code PreferNoSchedule} taint that isn't tolerated. */
    DISCOURAGING_TAINT("discouragingTaint", 300),
    /** A container whose image is on other nodes and not on this one. */
    IMAGE_LOCALITY("imageLocality", 20),
    /** Each pair of Pods of one workload on one node. */
    WORKLOAD_SPREAD("workloadSpread", 100),
    /** Each pair of Pods of one workload in one zone. */
    ZONE_SPREAD("zoneSpread", 50),
    /** What the Pods add to the squares of the nodes' shares of CPU and memory taken, in permille. */
    BALANCE("balance", 1),
    /** A node that had no Pods and gets one. Off by default: consolidation and balance contradict each other. */
    NODE_IN_USE("nodeInUse", 0),
    /** The cost of a node that had no Pods and gets one. */
    NODE_COST("nodeCost", 1),
    /** A bound Pod that is evicted to run on another node. */
    DISRUPTION("disruption", 500);

    private final String id;
    private final long defaultWeight;

    SoftConstraint(String id, long defaultWeight) {
        this.id = id;
        this.defaultWeight = defaultWeight;
    }

    /** Its name in scores, settings, explanations and metrics. */
    public String id() {
        return id;
    }

    /** Its weight where settings say nothing. */
    public long defaultWeight() {
        return defaultWeight;
    }

    static SoftConstraint named(String id) {
        return Arrays.stream(values())
                .filter(constraint -> constraint.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no soft constraint '" + id + "', but "
                        + Arrays.stream(values()).map(SoftConstraint::id).collect(Collectors.joining(", "))));
    }
}

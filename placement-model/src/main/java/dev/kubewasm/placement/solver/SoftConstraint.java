package dev.kubewasm.placement.solver;

/** The soft constraints: what makes one feasible placement better than another. */
public enum SoftConstraint {
    /** A preferred link whose consumer's node hosts no provider. */
    PREFERRED_LINK("preferredLink", 1000),
    /** The weight of each preferred node affinity term that the node doesn't match (1 to 100). */
    PREFERRED_NODE_AFFINITY("preferredNodeAffinity", 10),
    /** A {@code PreferNoSchedule} taint that isn't tolerated. */
    DISCOURAGING_TAINT("discouragingTaint", 300),
    /** Each pair of Pods of one workload on one node. */
    WORKLOAD_SPREAD("workloadSpread", 100),
    /** What the Pods add to the squares of the nodes' shares of CPU and memory taken, in permille. */
    BALANCE("balance", 1),
    /** A node that had no Pods and gets one. Off by default: consolidation and balance contradict each other. */
    NODE_IN_USE("nodeInUse", 0);

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
}

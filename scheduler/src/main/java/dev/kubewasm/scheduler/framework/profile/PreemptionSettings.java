package dev.kubewasm.scheduler.framework.profile;

/**
 * How many candidates preemption looks for before it chooses.
 *
 * @param minCandidateNodesPercentage of the nodes in question, 0 to 100
 * @param minCandidateNodesAbsolute at least so many, if there are so many nodes; at least 0
 */
public record PreemptionSettings(int minCandidateNodesPercentage, int minCandidateNodesAbsolute) {
    /** kube-scheduler's defaults. */
    public static final PreemptionSettings DEFAULT = new PreemptionSettings(10, 100);

    public PreemptionSettings {
        if (minCandidateNodesPercentage < 0 || minCandidateNodesPercentage > 100 || minCandidateNodesAbsolute < 0) {
            throw new IllegalArgumentException("minCandidateNodesPercentage must be 0 to 100 and"
                    + " minCandidateNodesAbsolute at least 0: " + minCandidateNodesPercentage + ", "
                    + minCandidateNodesAbsolute);
        }
        if (minCandidateNodesPercentage == 0 && minCandidateNodesAbsolute == 0) {
            throw new IllegalArgumentException(
                    "minCandidateNodesPercentage and minCandidateNodesAbsolute can't both be 0");
        }
    }

    /** How many candidates are looked for among {@code nodes} nodes. */
    int candidates(int nodes) {
        return Math.min(
                nodes, Math.max((int) ((long) nodes * minCandidateNodesPercentage / 100), minCandidateNodesAbsolute));
    }
}

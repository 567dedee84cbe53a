package dev.kubewasm.scheduler.framework.profile;

import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.scheduler.framework.plugins.ScoringStrategy;
import java.util.List;

/**
 * What of a profile can be set, with kube-scheduler's names.
 *
 * @param scoringStrategy of NodeResourcesFit
 * @param balancedResources of NodeResourcesBalancedAllocation
 * @param hardPodAffinityWeight of InterPodAffinity, 0 to 100
 * @param addedAffinity of NodeAffinity
 * @param preemption of DefaultPreemption
 * @param percentageOfNodesToScore nodes that take a Pod are looked for until so many percent of all nodes do, 100 nodes at
 *     least; 0: 50 less one for each 125 nodes, 5 at least
 */
public record ProfileSettings(
        ScoringStrategy scoringStrategy,
        List<String> balancedResources,
        int hardPodAffinityWeight,
        NodeRequirement addedAffinity,
        PreemptionSettings preemption,
        int percentageOfNodesToScore) {
    /** kube-scheduler's defaults. */
    public static final ProfileSettings DEFAULT = new ProfileSettings(
            new ScoringStrategy.LeastAllocated(ScoringStrategy.CPU_AND_MEMORY),
            List.of("cpu", "memory"),
            1,
            NodeRequirement.ANY,
            PreemptionSettings.DEFAULT,
            0);

    /** @throws IllegalArgumentException if the percentage is out of its range */
    public ProfileSettings {
        balancedResources = List.copyOf(balancedResources);
        if (percentageOfNodesToScore < 0 || percentageOfNodesToScore > 100) {
            throw new IllegalArgumentException(
                    "percentageOfNodesToScore is " + percentageOfNodesToScore + ", must be 0 to 100");
        }
    }

    /** The same with another share of nodes. */
    public ProfileSettings withPercentageOfNodesToScore(int percentage) {
        return new ProfileSettings(
                scoringStrategy, balancedResources, hardPodAffinityWeight, addedAffinity, preemption, percentage);
    }
}

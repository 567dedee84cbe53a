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
 */
public record ProfileSettings(
        ScoringStrategy scoringStrategy,
        List<String> balancedResources,
        int hardPodAffinityWeight,
        NodeRequirement addedAffinity,
        PreemptionSettings preemption) {
    /** kube-scheduler's defaults. */
    public static final ProfileSettings DEFAULT = new ProfileSettings(
            new ScoringStrategy.LeastAllocated(ScoringStrategy.CPU_AND_MEMORY),
            List.of("cpu", "memory"),
            1,
            NodeRequirement.ANY,
            PreemptionSettings.DEFAULT);

    public ProfileSettings {
        balancedResources = List.copyOf(balancedResources);
    }
}

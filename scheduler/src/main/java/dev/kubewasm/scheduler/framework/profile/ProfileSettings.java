package dev.kubewasm.scheduler.framework.profile;

import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.scheduler.framework.plugins.DefaultSpread;
import dev.kubewasm.scheduler.framework.plugins.IgnoredResources;
import dev.kubewasm.scheduler.framework.plugins.ScoringStrategy;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What of a profile can be set, with kube-scheduler's names.
 *
 * @param scoringStrategy of NodeResourcesFit
 * @param ignoredResources of NodeResourcesFit
 * @param balancedResources of NodeResourcesBalancedAllocation
 * @param hardPodAffinityWeight of InterPodAffinity, 0 to 100
 * @param ignorePreferredTermsOfExistingPods of InterPodAffinity
 * @param addedAffinity of NodeAffinity
 * @param defaultSpread of PodTopologySpread
 * @param preemption of DefaultPreemption
 * @param percentageOfNodesToScore nodes that take a Pod are looked for until so many percent of all nodes do, 100 nodes at
 *     least; 0: 50 less one for each 125 nodes, 5 at least
 * @param scoreWeights of the score plugins that count, by name, each 1 or more
 */
public record ProfileSettings(
        ScoringStrategy scoringStrategy,
        IgnoredResources ignoredResources,
        List<String> balancedResources,
        int hardPodAffinityWeight,
        boolean ignorePreferredTermsOfExistingPods,
        NodeRequirement addedAffinity,
        DefaultSpread defaultSpread,
        PreemptionSettings preemption,
        int percentageOfNodesToScore,
        Map<String, Integer> scoreWeights) {
    /** kube-scheduler's. */
    public static final Map<String, Integer> DEFAULT_WEIGHTS = Map.of(
            "TaintToleration", 3,
            "NodeAffinity", 2,
            "NodeResourcesFit", 1,
            "PodTopologySpread", 2,
            "InterPodAffinity", 2,
            "NodeResourcesBalancedAllocation", 1,
            "ImageLocality", 1);

    /** kube-scheduler's defaults. */
    public static final ProfileSettings DEFAULT = new ProfileSettings(
            new ScoringStrategy.LeastAllocated(ScoringStrategy.CPU_AND_MEMORY),
            IgnoredResources.NONE,
            List.of("cpu", "memory"),
            1,
            false,
            NodeRequirement.ANY,
            DefaultSpread.SYSTEM,
            PreemptionSettings.DEFAULT,
            0,
            DEFAULT_WEIGHTS);

    /** @throws IllegalArgumentException if the percentage or a weight is out of its range, or a plugin isn't known */
    public ProfileSettings {
        balancedResources = List.copyOf(balancedResources);
        scoreWeights = Map.copyOf(scoreWeights);
        scoreWeights.forEach((name, weight) -> {
            if (!DEFAULT_WEIGHTS.containsKey(name)) {
                throw new IllegalArgumentException("there is no score plugin '" + name + "', known are "
                        + String.join(", ", new TreeSet<>(DEFAULT_WEIGHTS.keySet())));
            }
            if (weight < 1) {
                throw new IllegalArgumentException("weight of " + name + " is " + weight + ", must be 1 or more");
            }
        });
        if (percentageOfNodesToScore < 0 || percentageOfNodesToScore > 100) {
            throw new IllegalArgumentException(
                    "percentageOfNodesToScore is " + percentageOfNodesToScore + ", must be 0 to 100");
        }
    }

    /** The same with another share of nodes. */
    public ProfileSettings withPercentageOfNodesToScore(int percentage) {
        return new ProfileSettings(
                scoringStrategy,
                ignoredResources,
                balancedResources,
                hardPodAffinityWeight,
                ignorePreferredTermsOfExistingPods,
                addedAffinity,
                defaultSpread,
                preemption,
                percentage,
                scoreWeights);
    }
}

package dev.kubewasm.scheduler.configuration;

import static dev.kubewasm.scheduler.configuration.Checks.or;
import static dev.kubewasm.scheduler.configuration.Checks.require;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.kubewasm.scheduler.framework.plugins.IgnoredResources;
import dev.kubewasm.scheduler.framework.profile.PreemptionSettings;
import dev.kubewasm.scheduler.framework.profile.ProfileSettings;
import java.util.List;
import java.util.Set;

/** Arguments of a plugin of kube-scheduler, with its names, ranges and defaults. */
@JsonSubTypes({
    @JsonSubTypes.Type(value = PluginArgs.Fit.class, name = "NodeResourcesFit"),
    @JsonSubTypes.Type(value = PluginArgs.Balance.class, name = "NodeResourcesBalancedAllocation"),
    @JsonSubTypes.Type(value = PluginArgs.PodAffinity.class, name = "InterPodAffinity"),
    @JsonSubTypes.Type(value = AddedAffinity.class, name = "NodeAffinity"),
    @JsonSubTypes.Type(value = SpreadArgs.class, name = "PodTopologySpread"),
    @JsonSubTypes.Type(value = PluginArgs.Preemption.class, name = "DefaultPreemption")
})
public sealed interface PluginArgs
        permits PluginArgs.Fit,
                PluginArgs.Balance,
                PluginArgs.PodAffinity,
                PluginArgs.Preemption,
                AddedAffinity,
                SpreadArgs {
    /**
     * Of NodeResourcesFit.
     *
     * @param ignoredResources extended resources that nodes needn't have
     * @param ignoredResourceGroups the same for all with this before their {@code /}
     * @param scoringStrategy whether empty nodes are better, or full ones
     */
    record Fit(List<String> ignoredResources, List<String> ignoredResourceGroups, Scoring scoringStrategy)
            implements PluginArgs {
        @SuppressWarnings("NullAway") // null is what a file leaves out
        static final Fit DEFAULT = new Fit(null, null, null);

        public Fit {
            ignoredResources = List.copyOf(or(ignoredResources, List.of()));
            ignoredResourceGroups = List.copyOf(or(ignoredResourceGroups, List.of()));
            scoringStrategy = or(scoringStrategy, Scoring.DEFAULT);
            for (String group : ignoredResourceGroups) {
                require(!group.contains("/"), "ignoredResourceGroups holds '%s', must be without '/'", group);
            }
        }

        /** What the rules take of it. */
        IgnoredResources ignored() {
            return new IgnoredResources(Set.copyOf(ignoredResources), Set.copyOf(ignoredResourceGroups));
        }
    }

    /**
     * Of NodeResourcesBalancedAllocation.
     *
     * @param resources those that count, of weight 1 each
     */
    record Balance(List<Scoring.Resource> resources) implements PluginArgs {
        @SuppressWarnings("NullAway") // null is what a file leaves out
        static final Balance DEFAULT = new Balance(null);

        public Balance {
            resources = List.copyOf(or(resources, Scoring.CPU_AND_MEMORY));
            for (Scoring.Resource resource : resources) {
                require(resource.weight() == 1, "weight of %s is %s, must be 1", resource.name(), resource.weight());
            }
        }
    }

    /**
     * Of InterPodAffinity.
     *
     * @param hardPodAffinityWeight what a required term of a placed Pod counts in the score, 0 to 100
     * @param ignorePreferredTermsOfExistingPods whether a Pod without preferences of its own isn't scored by others'
     */
    record PodAffinity(Integer hardPodAffinityWeight, Boolean ignorePreferredTermsOfExistingPods)
            implements PluginArgs {
        @SuppressWarnings("NullAway") // null is what a file leaves out
        static final PodAffinity DEFAULT = new PodAffinity(null, null);

        public PodAffinity {
            hardPodAffinityWeight = or(hardPodAffinityWeight, ProfileSettings.DEFAULT.hardPodAffinityWeight());
            ignorePreferredTermsOfExistingPods = or(ignorePreferredTermsOfExistingPods, false);
            require(
                    hardPodAffinityWeight >= 0 && hardPodAffinityWeight <= 100,
                    "hardPodAffinityWeight is %s, must be from 0 to 100",
                    hardPodAffinityWeight);
        }
    }

    /**
     * Of DefaultPreemption: how many nodes are looked at before one is chosen.
     *
     * @param minCandidateNodesPercentage of all nodes, 0 to 100
     * @param minCandidateNodesAbsolute but so many at least
     */
    record Preemption(Integer minCandidateNodesPercentage, Integer minCandidateNodesAbsolute) implements PluginArgs {
        @SuppressWarnings("NullAway") // null is what a file leaves out
        static final Preemption DEFAULT = new Preemption(null, null);

        public Preemption {
            minCandidateNodesPercentage =
                    or(minCandidateNodesPercentage, PreemptionSettings.DEFAULT.minCandidateNodesPercentage());
            minCandidateNodesAbsolute =
                    or(minCandidateNodesAbsolute, PreemptionSettings.DEFAULT.minCandidateNodesAbsolute());
            PreemptionSettings _ = new PreemptionSettings(minCandidateNodesPercentage, minCandidateNodesAbsolute);
        }

        /** What the rules take of it. */
        PreemptionSettings settings() {
            return new PreemptionSettings(minCandidateNodesPercentage, minCandidateNodesAbsolute);
        }
    }
}

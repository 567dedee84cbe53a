package dev.kubewasm.scheduler.framework.profile;

import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.scheduler.framework.plugins.DefaultSpread;
import dev.kubewasm.scheduler.framework.plugins.IgnoredResources;
import java.util.Map;

/** The default profile but for one thing. */
public final class TestSettings {
    private static final ProfileSettings D = ProfileSettings.DEFAULT;

    private TestSettings() {}

    public static ProfileSettings addedAffinity(NodeRequirement added) {
        return settings(D.ignoredResources(), false, added, D.defaultSpread(), D.scoreWeights());
    }

    public static ProfileSettings ignoring(IgnoredResources ignored) {
        return settings(ignored, false, D.addedAffinity(), D.defaultSpread(), D.scoreWeights());
    }

    static ProfileSettings ignoringPlacedPreferences() {
        return settings(D.ignoredResources(), true, D.addedAffinity(), D.defaultSpread(), D.scoreWeights());
    }

    public static ProfileSettings spread(DefaultSpread spread) {
        return settings(D.ignoredResources(), false, D.addedAffinity(), spread, D.scoreWeights());
    }

    static ProfileSettings weights(Map<String, Integer> weights) {
        return settings(D.ignoredResources(), false, D.addedAffinity(), D.defaultSpread(), weights);
    }

    private static ProfileSettings settings(
            IgnoredResources ignored,
            boolean ignorePlaced,
            NodeRequirement added,
            DefaultSpread spread,
            Map<String, Integer> weights) {
        return new ProfileSettings(
                D.scoringStrategy(),
                ignored,
                D.balancedResources(),
                D.hardPodAffinityWeight(),
                ignorePlaced,
                added,
                spread,
                D.preemption(),
                D.percentageOfNodesToScore(),
                weights);
    }
}

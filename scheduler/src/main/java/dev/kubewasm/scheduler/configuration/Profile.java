package dev.kubewasm.scheduler.configuration;

import static dev.kubewasm.scheduler.configuration.Checks.or;
import static dev.kubewasm.scheduler.configuration.Checks.require;

import dev.kubewasm.placement.solver.ConstraintWeights;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.scheduler.core.SchedulingProfile;
import dev.kubewasm.scheduler.framework.profile.ProfileSettings;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How the Pods of one {@code schedulerName} are placed.
 *
 * @param schedulerName Pods with this {@code spec.schedulerName} are placed
 * @param seed settles what is a matter of taste: the same cluster and seed give the same placement
 * @param stepLimit the number of steps of local search, 0 for the constructive start alone
 * @param timeLimit how long one placement, of a batch of groups, may search at most; reaching it makes the result depend on the
 *     machine
 * @param weights of the soft constraints by name, from 0 to 1,000,000; others have the default of
 *     {@code docs/placement-constraints.md}
 * @param plugins which of kube-scheduler's plugins score
 * @param pluginConfig arguments of these, each plugin once
 * @param percentageOfNodesToScore for this profile, 0 to 100; empty: that of the configuration
 */
public record Profile(
        String schedulerName,
        Long seed,
        Integer stepLimit,
        Duration timeLimit,
        Map<String, Long> weights,
        Plugins plugins,
        List<PluginConfig> pluginConfig,
        Optional<Integer> percentageOfNodesToScore) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    @SuppressWarnings("NullAway") // null is what a file leaves out
    static final Profile DEFAULT = new Profile(null, null, null, null, null, null, null, Optional.empty());

    public Profile {
        schedulerName = or(schedulerName, "kube-wasm");
        seed = or(seed, PlacementSettings.DEFAULT.seed());
        stepLimit = or(stepLimit, PlacementSettings.DEFAULT.stepLimit());
        timeLimit = or(timeLimit, PlacementSettings.DEFAULT.timeLimit());
        weights = Map.copyOf(or(weights, Map.of()));
        plugins = or(plugins, Plugins.DEFAULT);
        pluginConfig = List.copyOf(or(pluginConfig, List.of()));
        require(
                NAME.matcher(schedulerName).matches(),
                "schedulerName is '%s', must be lower-case letters, digits, '-' and '.'",
                schedulerName);
        percentageOfNodesToScore.ifPresent(percentage -> require(
                percentage >= 0 && percentage <= 100, "percentageOfNodesToScore is %s, must be 0 to 100", percentage));
        require(stepLimit >= 0, "stepLimit is %s, must be 0 or more", stepLimit);
        require(timeLimit.isPositive(), "timeLimit must be more than 0");
        ConstraintWeights _ = ConstraintWeights.named(weights);
        Set<String> names = new HashSet<>();
        pluginConfig.forEach(plugin -> require(names.add(plugin.name()), "pluginConfig has %s twice", plugin.name()));
    }

    /**
     * What of it the scheduling core takes.
     *
     * @param percentage of nodes to score where this profile doesn't say one, 0 to 100
     */
    SchedulingProfile settings(int percentage) {
        return new SchedulingProfile(
                new PlacementSettings(seed, stepLimit, timeLimit, ConstraintWeights.named(new TreeMap<>(weights))),
                rules(percentage));
    }

    /**
     * kube-scheduler's rules as they are set here.
     *
     * @param percentage of nodes to score where this profile doesn't say one, 0 to 100
     */
    ProfileSettings rules(int percentage) {
        PluginArgs.Fit fit = args(PluginArgs.Fit.class, PluginArgs.Fit.DEFAULT);
        PluginArgs.PodAffinity affinity = args(PluginArgs.PodAffinity.class, PluginArgs.PodAffinity.DEFAULT);
        return new ProfileSettings(
                fit.scoringStrategy().strategy(),
                fit.ignored(),
                args(PluginArgs.Balance.class, PluginArgs.Balance.DEFAULT).resources().stream()
                        .map(Scoring.Resource::name)
                        .toList(),
                affinity.hardPodAffinityWeight(),
                affinity.ignorePreferredTermsOfExistingPods(),
                args(AddedAffinity.class, AddedAffinity.DEFAULT).requirement(),
                args(SpreadArgs.class, SpreadArgs.DEFAULT).spread(),
                args(PluginArgs.Preemption.class, PluginArgs.Preemption.DEFAULT).settings(),
                percentageOfNodesToScore.orElse(percentage),
                plugins.score().weights());
    }

    private <T extends PluginArgs> T args(Class<T> type, T fallback) {
        return pluginConfig.stream()
                .map(PluginConfig::args)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElse(fallback);
    }
}

package dev.kubewasm.scheduler.framework.profile;

import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.FilterPlugin;
import dev.kubewasm.scheduler.framework.NodeFilter;
import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.NodeScorer;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.PreFilter;
import dev.kubewasm.scheduler.framework.ScorePlugin;
import dev.kubewasm.scheduler.framework.Status;
import dev.kubewasm.scheduler.framework.plugins.ImageLocality;
import dev.kubewasm.scheduler.framework.plugins.InterPodAffinity;
import dev.kubewasm.scheduler.framework.plugins.NodeAffinityPlugin;
import dev.kubewasm.scheduler.framework.plugins.NodeNamePlugin;
import dev.kubewasm.scheduler.framework.plugins.NodePorts;
import dev.kubewasm.scheduler.framework.plugins.NodeResourcesBalancedAllocation;
import dev.kubewasm.scheduler.framework.plugins.NodeResourcesFit;
import dev.kubewasm.scheduler.framework.plugins.NodeUnschedulable;
import dev.kubewasm.scheduler.framework.plugins.NodeVolumeLimits;
import dev.kubewasm.scheduler.framework.plugins.PodTopologySpread;
import dev.kubewasm.scheduler.framework.plugins.TaintToleration;
import dev.kubewasm.scheduler.framework.plugins.VolumeBinding;
import dev.kubewasm.scheduler.framework.plugins.VolumeRestrictions;
import dev.kubewasm.scheduler.framework.plugins.VolumeZone;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Plugins in the order they are asked.
 *
 * @param filters the first that rejects a node is the one that is named
 * @param scorers each with its weight
 */
public record Profile(List<FilterPlugin> filters, List<Weighted> scorers) {
    public Profile {
        filters = List.copyOf(filters);
        scorers = List.copyOf(scorers);
    }

    /**
     * A score plugin that counts.
     *
     * @param weight its normalized score counts so many times
     */
    public record Weighted(ScorePlugin plugin, int weight) {}

    /** The default profile of kube-scheduler 1.34, without its plugin for resource claims (DynamicResources). */
    public static Profile of(ProfileSettings settings) {
        TaintToleration taints = new TaintToleration();
        NodeAffinityPlugin nodes = new NodeAffinityPlugin(settings.addedAffinity());
        NodeResourcesFit fit = new NodeResourcesFit(settings.scoringStrategy(), settings.ignoredResources());
        PodTopologySpread spread = new PodTopologySpread(settings.defaultSpread());
        InterPodAffinity pods =
                new InterPodAffinity(settings.hardPodAffinityWeight(), settings.ignorePreferredTermsOfExistingPods());
        return new Profile(
                List.of(
                        new NodeUnschedulable(),
                        new NodeNamePlugin(),
                        taints,
                        nodes,
                        new NodePorts(),
                        fit,
                        new VolumeRestrictions(),
                        new NodeVolumeLimits(),
                        new VolumeBinding(),
                        new VolumeZone(),
                        spread,
                        pods),
                weighted(
                        List.of(
                                taints,
                                nodes,
                                fit,
                                spread,
                                pods,
                                new NodeResourcesBalancedAllocation(settings.balancedResources()),
                                new ImageLocality()),
                        settings.scoreWeights()));
    }

    private static List<Weighted> weighted(List<ScorePlugin> plugins, Map<String, Integer> weights) {
        return plugins.stream()
                .filter(plugin -> weights.containsKey(plugin.name()))
                .map(plugin -> new Weighted(plugin, Objects.requireNonNull(weights.get(plugin.name()))))
                .toList();
    }

    /** The same without the filters of these names, unless they have rules that aren't in the Pods. */
    public Profile withoutFilters(Set<String> names) {
        return new Profile(
                filters.stream()
                        .filter(plugin -> plugin.hasRulesOfItsOwn() || !names.contains(plugin.name()))
                        .toList(),
                scorers);
    }

    /** What the filters say of {@code pod}, to be asked node by node. */
    public PodFilters preFilter(PodInfo pod, ClusterState cluster) {
        List<NodeFilter> asked = new ArrayList<>();
        Optional<Set<String>> nodes = Optional.empty();
        List<String> choosers = new ArrayList<>();
        for (FilterPlugin plugin : filters) {
            switch (plugin.preFilter(pod, cluster)) {
                case PreFilter.Skip _ -> {}
                case PreFilter.Reject(Status.Rejected status) -> {
                    return PodFilters.rejecting(pod, cluster, status);
                }
                case PreFilter.Ask(NodeFilter filter, Optional<Set<String>> chosen) -> {
                    asked.add(filter);
                    if (chosen.isPresent()) {
                        choosers.add(plugin.name());
                        Set<String> both = new HashSet<>(chosen.get());
                        nodes.ifPresent(both::retainAll);
                        nodes = Optional.of(both);
                    }
                }
            }
        }
        return PodFilters.asking(pod, cluster, asked, nodes, choosers);
    }

    /** The scores of the nodes that take {@code pod}; {@code feasible} has at least one. */
    public Scores score(PodInfo pod, ClusterState cluster, List<NodeInfo> feasible) {
        Map<String, long[]> byPlugin = new LinkedHashMap<>();
        long[] totals = new long[feasible.size()];
        for (Weighted weighted : scorers) {
            Optional<NodeScorer> scorer = weighted.plugin().preScore(pod, cluster, feasible);
            if (scorer.isEmpty()) {
                continue;
            }
            long[] scores = new long[totals.length];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = scorer.get().score(feasible.get(i));
            }
            scorer.get().normalize(feasible, scores);
            for (int i = 0; i < scores.length; i++) {
                scores[i] *= weighted.weight();
                totals[i] += scores[i];
            }
            byPlugin.put(weighted.plugin().name(), scores);
        }
        return new Scores(List.copyOf(feasible), byPlugin, totals);
    }
}

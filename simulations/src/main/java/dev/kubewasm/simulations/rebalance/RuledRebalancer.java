package dev.kubewasm.simulations.rebalance;

import dev.kubewasm.placement.RebalanceSettings;
import dev.kubewasm.placement.Rebalancer;
import dev.kubewasm.placement.facts.DisruptionBudget;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.RebalancePlan;
import dev.kubewasm.scheduler.core.ForbiddenNodes;
import dev.kubewasm.scheduler.core.MoveRules;
import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.profile.ProfileSettings;
import dev.kubewasm.simulations.situation.KubeSchedulerView;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * Plans moves that kube-scheduler's rules allow: Pods that stay may mind those that move, by required anti-affinity. Pods that
 * mind others themselves must not be among those that move: then what the rules forbid is the same at every step.
 */
public final class RuledRebalancer {
    private RuledRebalancer() {}

    /**
     * A plan whose every step the rules were asked about in the state at that step.
     *
     * @param view the same cluster as {@code snapshot}
     * @param movable Pods that may be moved, none of which {@linkplain
     *     dev.kubewasm.scheduler.framework.PodInfo#mindsOtherPods minds others}, nor has a default spread that filters
     * @param rules by which each of them is placed
     * @throws IllegalStateException if a rule refuses a step: a defect
     */
    public static RebalancePlan plan(
            Snapshot snapshot,
            KubeSchedulerView view,
            Set<PodKey> movable,
            List<DisruptionBudget> budgets,
            Function<PodKey, ProfileSettings> rules,
            RebalanceSettings settings) {
        ClusterState cluster = view.cluster();
        Snapshot marked = ForbiddenNodes.marked(
                snapshot,
                movable.stream()
                        .map(key -> Objects.requireNonNull(view.pods().get(key)))
                        .toList(),
                rules,
                cluster);
        RebalancePlan plan = new Rebalancer().plan(marked, movable, budgets, settings);
        List<String> refusals = new MoveRules(rules).refusals(plan, view.pods(), cluster);
        if (!refusals.isEmpty()) {
            throw new IllegalStateException("the plan fails its audit: " + String.join("; ", refusals));
        }
        return plan;
    }
}

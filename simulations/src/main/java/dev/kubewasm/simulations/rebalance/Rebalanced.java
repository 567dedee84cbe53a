package dev.kubewasm.simulations.rebalance;

import dev.kubewasm.placement.RebalanceSettings;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.result.RebalancePlan;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.profile.ProfileSettings;
import dev.kubewasm.simulations.situation.Described;
import dev.kubewasm.simulations.situation.Situation;
import dev.kubewasm.simulations.strategy.Placement;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What came of moving Pods as {@code kube-wasm rebalance} would: by steps in an order in which each keeps required links,
 * room and PodDisruptionBudgets.
 *
 * @param situation after the last step
 * @param plan the steps, none if no move pays
 */
public record Rebalanced(Situation situation, RebalancePlan plan) {
    /**
     * Moves Pods of {@code placed} that had their nodes in {@code described} already and may be moved. Those with rules that
     * a placement of all doesn't know stay ({@link PodInfo#mindsOtherPods}).
     */
    public static Rebalanced of(Situation placed, Described described, RebalanceSettings settings) {
        RebalancePlan plan = RuledRebalancer.plan(
                placed.snapshot(),
                placed.view(),
                candidates(placed, described),
                described.budgets(),
                _ -> ProfileSettings.DEFAULT,
                settings);
        TreeMap<PodKey, NodeName> nodes = new TreeMap<>();
        plan.steps().forEach(step -> step.moves().forEach(move -> nodes.put(move.pod(), move.to())));
        return new Rebalanced(new Placement(nodes, new TreeMap<>()).appliedTo(placed), plan);
    }

    private static Set<PodKey> candidates(Situation placed, Described described) {
        Map<PodKey, NodeName> homes = described.homes();
        Set<PodKey> candidates = new TreeSet<>();
        for (PodKey key : described.movable()) {
            @Nullable PodInfo info = placed.view().pods().get(key);
            @Nullable NodeName home = homes.get(key);
            boolean stayed = home != null
                    && placed.snapshot()
                            .pod(key)
                            .filter(PodFacts::occupies)
                            .filter(pod -> pod.boundTo().equals(home))
                            .isPresent();
            if (stayed && info != null && !info.mindsOtherPods()) {
                candidates.add(key);
            }
        }
        return candidates;
    }
}

package dev.kubewasm.simulations.situation;

import dev.kubewasm.placement.facts.DisruptionBudget;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A cluster as it is described, and what is asked about it.
 *
 * @param asItIs bound Pods are where they are
 * @param toPlace the same with the Pods that are to be placed, which may be bound in {@code asItIs}
 * @param movable bound Pods that may be moved as far as their owners are concerned
 * @param budgets how many of which Pods may be down at once
 */
public record Described(Situation asItIs, Situation toPlace, Set<PodKey> movable, List<DisruptionBudget> budgets) {
    public Described {
        movable = Set.copyOf(movable);
        budgets = List.copyOf(budgets);
    }

    /** Its pending Pods are to be placed, and nothing may be moved. */
    public static Described of(Situation situation) {
        return new Described(situation, situation, Set.of(), List.of());
    }

    /** The same cluster, with something changed as it is and as it is asked about. */
    public Described map(UnaryOperator<Situation> change) {
        return new Described(change.apply(asItIs), change.apply(toPlace), movable, budgets);
    }

    /** Where Pods are in {@code asItIs}, of nodes that are there. */
    public Map<PodKey, NodeName> homes() {
        Map<PodKey, NodeName> homes = new TreeMap<>();
        for (PodFacts pod : asItIs.snapshot().pods().values()) {
            if (pod.occupies() && asItIs.snapshot().node(pod.boundTo()).isPresent()) {
                homes.put(pod.key(), pod.boundTo());
            }
        }
        return homes;
    }
}

package dev.kubewasm.placement;

import dev.kubewasm.placement.facts.DisruptionBudget;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What PodDisruptionBudgets leave of a cluster's Pods to be evicted at once. */
final class Disruptions {
    private final Map<PodKey, List<DisruptionBudget>> budgetsOf = new HashMap<>();
    private final Map<DisruptionBudget, Integer> allowed = new HashMap<>();

    Disruptions(Snapshot snapshot, List<DisruptionBudget> budgets) {
        Map<String, List<DisruptionBudget>> byNamespace = new HashMap<>();
        budgets.forEach(budget -> byNamespace
                .computeIfAbsent(budget.namespace(), namespace -> new ArrayList<>())
                .add(budget));
        Map<DisruptionBudget, Integer> expected = new HashMap<>();
        Map<DisruptionBudget, Integer> healthy = new HashMap<>();
        for (PodFacts pod : snapshot.pods().values()) {
            if (pod.state().finished() || pod.state().terminating()) {
                continue;
            }
            for (DisruptionBudget budget : byNamespace.getOrDefault(pod.key().namespace(), List.of())) {
                if (budget.covers(pod)) {
                    budgetsOf
                            .computeIfAbsent(pod.key(), key -> new ArrayList<>(1))
                            .add(budget);
                    expected.merge(budget, 1, Integer::sum);
                    healthy.merge(budget, pod.state().ready() ? 1 : 0, Integer::sum);
                }
            }
        }
        expected.forEach(
                (budget, count) -> allowed.put(budget, budget.allowed(count, healthy.getOrDefault(budget, 0))));
    }

    /** Whether these may be evicted at once. The API server evicts no Pod that several budgets cover. */
    boolean allow(Collection<PodKey> pods) {
        Map<DisruptionBudget, Integer> evicted = new HashMap<>();
        for (PodKey pod : pods) {
            List<DisruptionBudget> budgets = budgetsOf.getOrDefault(pod, List.of());
            if (budgets.size() > 1) {
                return false;
            }
            budgets.forEach(budget -> evicted.merge(budget, 1, Integer::sum));
        }
        return evicted.entrySet().stream()
                .allMatch(entry -> entry.getValue() <= allowed.getOrDefault(entry.getKey(), 0));
    }
}

package dev.kubewasm.simulations.strategy;

import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.simulations.situation.Situation;
import java.util.Comparator;
import java.util.List;

/** The order in which Pods are taken one by one: by priority, then age, then name. */
final class QueueOrder {
    private static final Comparator<PodFacts> ORDER = Comparator.comparingInt((PodFacts pod) -> -pod.priority())
            .thenComparingLong(PodFacts::order)
            .thenComparing(PodFacts::key);

    private QueueOrder() {}

    /** The pending Pods of {@code situation}. */
    static List<PodFacts> of(Situation situation) {
        return situation.pending().stream()
                .map(key -> situation.snapshot().pod(key).orElseThrow())
                .sorted(ORDER)
                .toList();
    }
}

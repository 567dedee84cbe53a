package dev.kubewasm.placement.result;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.wiring.DecidedWiring;
import java.util.List;
import java.util.TreeSet;

/**
 * How to make a cluster's placement better: steps to take one after the other, each once all Pods of the one before are
 * Ready. The cluster is as usable after each of them as it was before the first, so that it may be ended at any time.
 *
 * @param before what the placement lacks now
 * @param steps none if nothing pays
 */
public record RebalancePlan(Score before, List<Step> steps) {
    public RebalancePlan {
        steps = List.copyOf(steps);
    }

    /** What the placement lacks after the last step, the price of the moves included. */
    public Score after() {
        return steps.isEmpty() ? before : steps.getLast().after();
    }

    /** How many Pods are moved. */
    public int moves() {
        return steps.stream().mapToInt(step -> step.moves().size()).sum();
    }

    /**
     * Pods that are evicted together, and recreated before the next step. Most steps have one; several where links or
     * room tie them together.
     *
     * @param moves at least one
     * @param gain what the soft constraints take less after it, the price aside; a step may lose so that a later one gains
     * @param price what constraint {@code disruption} takes for it
     * @param why the other constraints that take more or less after it, by name
     * @param after what the placement lacks after it
     */
    public record Step(List<Move> moves, long gain, long price, List<Part> why, Score after) {
        private static final String DISRUPTION = "disruption";

        public Step {
            moves = List.copyOf(moves);
            why = List.copyOf(why);
        }

        /** The step from one score to the next. */
        public static Step of(List<Move> moves, Score before, Score after) {
            TreeSet<String> names = new TreeSet<>(before.penalties().keySet());
            names.addAll(after.penalties().keySet());
            names.remove(DISRUPTION);
            List<Part> why = names.stream()
                    .map(name -> new Part(name, before.penalty(name), after.penalty(name)))
                    .filter(part -> part.before() != part.after())
                    .toList();
            long price = after.penalty(DISRUPTION) - before.penalty(DISRUPTION);
            return new Step(moves, after.soft() - before.soft() + price, price, why, after);
        }
    }

    /**
     * A Pod that is evicted, so that its controller makes another one in its place, which is bound to {@code to}.
     *
     * @param pod the Pod that is evicted; the one that replaces it has another name unless it is of a StatefulSet
     * @param from its node
     * @param to the node of its replacement
     * @param wiring of the replacement, for its Binding; Pods of the same step go by the names of those they replace
     */
    public record Move(PodKey pod, NodeName from, NodeName to, DecidedWiring wiring) {}

    /**
     * What a constraint takes before a step and after it, with its weight.
     *
     * @param constraint its name
     */
    public record Part(String constraint, long before, long after) {}
}

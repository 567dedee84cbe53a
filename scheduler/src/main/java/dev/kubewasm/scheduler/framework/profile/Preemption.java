package dev.kubewasm.scheduler.framework.profile;

import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Who leaves where, so that a Pod that fits nowhere fits: kube-scheduler's DefaultPreemption, also for several Pods that are
 * to come to one node together. Decides, and does nothing.
 */
public final class Preemption {
    private final PreemptionSettings settings;

    public Preemption(PreemptionSettings settings) {
        this.settings = settings;
    }

    /** What preemption can do for a Pod. */
    public sealed interface Result {
        /** The Pod may not make others leave. */
        record NotEligible(String reason) implements Result {
            /** Why one may not for which others are leaving already. */
            public static final String WAITS = "not eligible due to a terminating pod on the nominated node.";
        }

        /**
         * It may.
         *
         * @param candidates where, and who would leave; none if that helps nowhere
         * @param failed why it doesn't help on nodes where it was tried, by their name
         */
        record Eligible(List<Victims> candidates, Map<String, Status.Rejected> failed) implements Result {
            public Eligible {
                candidates = List.copyOf(candidates);
                failed = Map.copyOf(failed);
            }

            /**
             * The best of them, as {@link #best()}, among those that cost least besides: after disruption budgets, before
             * all else.
             */
            public List<Victims> best(ToIntFunction<Victims> cost) {
                IdentityHashMap<Victims, Integer> costs = new IdentityHashMap<>();
                candidates.forEach(victims -> costs.put(victims, cost.applyAsInt(victims)));
                Comparator<Victims> cheapest = Comparator.comparingInt(Victims::pdbViolations)
                        .thenComparing(victims -> costs.getOrDefault(victims, 0))
                        .thenComparing(Victims.BEST_FIRST);
                Optional<Victims> best = candidates.stream().min(cheapest);
                return candidates.stream()
                        .filter(victims -> cheapest.compare(victims, best.orElseThrow()) == 0)
                        .toList();
            }

            /** The best of them: more than one only where they are alike in every respect. */
            public List<Victims> best() {
                return best(_ -> 0);
            }
        }
    }

    /**
     * What can be done for {@code pod}, which {@code filters} let on no node of {@code cluster}.
     *
     * @param offset where among the nodes in question to begin, taken modulo their number: a random number spreads the
     *     choice where there are more nodes than candidates looked for
     * @param takes whether a node comes into question by rules that aren't among the filters
     */
    public Result preempt(
            PodInfo pod,
            PodFilters filters,
            ClusterState cluster,
            List<DisruptionBudget> budgets,
            int offset,
            Predicate<NodeInfo> takes) {
        Optional<String> hindrance = hindrance(pod, filters, cluster);
        if (hindrance.isPresent()) {
            return new Result.NotEligible(hindrance.get());
        }
        List<Party> potential = cluster.nodes().stream()
                .filter(takes)
                .filter(node -> filters.filter(node) instanceof Status.Rejected rejected
                        && rejected.code() == Status.Code.UNSCHEDULABLE)
                .map(node -> Party.of(pod, filters, node))
                .toList();
        return preempt(potential, budgets, offset);
    }

    private static Optional<String> hindrance(PodInfo pod, PodFilters filters, ClusterState cluster) {
        if (!pod.importance().preempts()) {
            return Optional.of("not eligible due to preemptionPolicy=Never.");
        }
        return awaited(pod, cluster)
                .filter(node -> !(filters.filter(node) instanceof Status.Rejected rejected)
                        || rejected.code() != Status.Code.UNSCHEDULABLE_AND_UNRESOLVABLE)
                .map(_ -> Result.NotEligible.WAITS);
    }

    /** The node that {@code pod} is nominated to, while less important Pods are still leaving it. */
    public static Optional<NodeInfo> awaited(PodInfo pod, ClusterState cluster) {
        return pod.importance().nominatedNode().flatMap(cluster::node).filter(node -> node.pods().stream()
                .anyMatch(other -> other.life().preempted()
                        && other.importance().priority() < pod.importance().priority()));
    }

    /**
     * What can be done for Pods that come together, as they would on these nodes. None of them may be nominated to the node in
     * question: it would count twice.
     *
     * @param offset as for one Pod
     */
    public Result.Eligible preempt(List<Party> potential, List<DisruptionBudget> budgets, int offset) {
        int wanted = settings.candidates(potential.size());
        List<Victims> keeping = new ArrayList<>();
        List<Victims> violating = new ArrayList<>();
        Map<String, Status.Rejected> failed = new HashMap<>();
        for (int i = 0; i < potential.size(); i++) {
            Party party = potential.get(Math.floorMod(offset + i, potential.size()));
            switch (new DryRun(party, budgets).tryOut()) {
                case DryRun.Outcome.Helps(Victims victims) ->
                    (victims.pdbViolations() == 0 ? keeping : violating).add(victims);
                case DryRun.Outcome.Fails(Status.Rejected status) ->
                    failed.put(party.node().name(), status);
            }
            if (!keeping.isEmpty() && keeping.size() + violating.size() >= wanted) {
                break;
            }
        }
        keeping.addAll(violating.subList(0, Math.min(violating.size(), wanted)));
        return new Result.Eligible(keeping, failed);
    }
}

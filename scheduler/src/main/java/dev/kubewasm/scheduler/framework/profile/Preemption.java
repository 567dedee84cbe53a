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
import java.util.function.ToIntFunction;

/** Who leaves where, so that a Pod that fits nowhere fits: kube-scheduler's DefaultPreemption. Decides, and does nothing. */
public final class Preemption {
    private final PreemptionSettings settings;

    public Preemption(PreemptionSettings settings) {
        this.settings = settings;
    }

    /** What preemption can do for a Pod. */
    public sealed interface Result {
        /** The Pod may not make others leave. */
        record NotEligible(String reason) implements Result {}

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
     */
    public Result preempt(
            PodInfo pod, PodFilters filters, ClusterState cluster, List<DisruptionBudget> budgets, int offset) {
        Optional<String> hindrance = hindrance(pod, filters, cluster);
        if (hindrance.isPresent()) {
            return new Result.NotEligible(hindrance.get());
        }
        List<NodeInfo> potential = cluster.nodes().stream()
                .filter(node -> filters.filter(node) instanceof Status.Rejected rejected
                        && rejected.code() == Status.Code.UNSCHEDULABLE)
                .toList();
        return candidates(pod, filters, potential, budgets, offset);
    }

    private static Optional<String> hindrance(PodInfo pod, PodFilters filters, ClusterState cluster) {
        if (!pod.importance().preempts()) {
            return Optional.of("not eligible due to preemptionPolicy=Never.");
        }
        Optional<NodeInfo> nominated = pod.importance().nominatedNode().flatMap(cluster::node);
        if (nominated.isEmpty()) {
            return Optional.empty();
        }
        boolean hopeless = filters.filter(nominated.get()) instanceof Status.Rejected rejected
                && rejected.code() == Status.Code.UNSCHEDULABLE_AND_UNRESOLVABLE;
        boolean leaving = nominated.get().pods().stream()
                .anyMatch(other -> other.life().preempted()
                        && other.importance().priority() < pod.importance().priority());
        return leaving && !hopeless
                ? Optional.of("not eligible due to a terminating pod on the nominated node.")
                : Optional.empty();
    }

    private Result.Eligible candidates(
            PodInfo pod, PodFilters filters, List<NodeInfo> potential, List<DisruptionBudget> budgets, int offset) {
        int wanted = settings.candidates(potential.size());
        List<Victims> keeping = new ArrayList<>();
        List<Victims> violating = new ArrayList<>();
        Map<String, Status.Rejected> failed = new HashMap<>();
        for (int i = 0; i < potential.size(); i++) {
            NodeInfo node = potential.get(Math.floorMod(offset + i, potential.size()));
            switch (new DryRun(filters, node, budgets).tryOut(pod)) {
                case DryRun.Outcome.Helps(Victims victims) ->
                    (victims.pdbViolations() == 0 ? keeping : violating).add(victims);
                case DryRun.Outcome.Fails(Status.Rejected status) -> failed.put(node.name(), status);
            }
            if (!keeping.isEmpty() && keeping.size() + violating.size() >= wanted) {
                break;
            }
        }
        keeping.addAll(violating.subList(0, Math.min(violating.size(), wanted)));
        return new Result.Eligible(keeping, failed);
    }
}

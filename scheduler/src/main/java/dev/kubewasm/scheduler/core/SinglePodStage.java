package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.Status;
import dev.kubewasm.scheduler.framework.profile.NodeSample;
import dev.kubewasm.scheduler.framework.profile.PodFilters;
import dev.kubewasm.scheduler.framework.profile.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The decision about a Pod without links, as kube-scheduler makes it: the profile's filters, then its scores; of the best
 * nodes any. In a large cluster not all nodes are looked at ({@link NodeSample}).
 */
final class SinglePodStage {
    private final Profile profile;
    private final NodeSample sample;
    private final SplittableRandom random;

    SinglePodStage(Profile profile, NodeSample sample, long seed) {
        this.profile = profile;
        this.sample = sample;
        this.random = new SplittableRandom(seed);
    }

    /** What was decided. */
    sealed interface Decision {
        /** It goes there. */
        record Chosen(NodeName node) implements Decision {}

        /**
         * No node takes it.
         *
         * @param said by the nodes that reject it
         * @param filters what they are asked by
         * @param byComponents whether some take it but for its components
         */
        record NoNode(List<Status.Rejected> said, PodFilters filters, boolean byComponents) implements Decision {
            public NoNode {
                said = List.copyOf(said);
            }

            /** The plugins that said so. */
            Set<String> plugins() {
                return said.stream().map(Status.Rejected::plugin).collect(Collectors.toUnmodifiableSet());
            }
        }
    }

    /**
     * Decides about {@code pod}.
     *
     * @param takes whether a node has what the Pod's components need
     */
    Decision decide(PodInfo pod, ClusterState cluster, Predicate<NodeName> takes) {
        PodFilters filters = profile.preFilter(pod, cluster);
        Optional<NodeInfo> kept = pod.importance()
                .nominatedNode()
                .flatMap(cluster::node)
                .filter(node -> filters.filter(node) instanceof Status.Fits && takes.test(new NodeName(node.name())));
        if (kept.isPresent()) {
            return new Decision.Chosen(new NodeName(kept.get().name()));
        }
        Verdicts verdicts = new Verdicts(filters, takes);
        List<NodeInfo> feasible = sample.feasible(cluster, verdicts::fits);
        return switch (feasible.size()) {
            case 0 -> new Decision.NoNode(verdicts.said, filters, verdicts.byComponents);
            case 1 -> new Decision.Chosen(new NodeName(feasible.getFirst().name()));
            default -> {
                List<NodeInfo> best = profile.score(pod, cluster, feasible).best();
                yield new Decision.Chosen(
                        new NodeName(best.get(random.nextInt(best.size())).name()));
            }
        };
    }

    /** What nodes were asked, and what those said that don't take the Pod. */
    private static final class Verdicts {
        private final PodFilters filters;
        private final Predicate<NodeName> takes;
        private final List<Status.Rejected> said = new ArrayList<>();
        private boolean byComponents;

        Verdicts(PodFilters filters, Predicate<NodeName> takes) {
            this.filters = filters;
            this.takes = takes;
        }

        boolean fits(NodeInfo node) {
            if (filters.filter(node) instanceof Status.Rejected rejected) {
                said.add(rejected);
                return false;
            }
            boolean fits = takes.test(new NodeName(node.name()));
            byComponents |= !fits;
            return fits;
        }
    }

    /** A number to begin with where there are more nodes than are looked at. */
    int offset() {
        return random.nextInt() & Integer.MAX_VALUE;
    }

    /** Any of {@code candidates}, of which there is one at least. */
    <T> T any(List<T> candidates) {
        return candidates.get(random.nextInt(candidates.size()));
    }
}

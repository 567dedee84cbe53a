package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.PendingGroups;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.solver.PlacementSettings;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Snapshot in, checked decisions out: the placement and its audit. A pure function of its arguments. */
@FunctionalInterface
interface PlacementStage {
    /** The profile's filters whose rules the placement has itself. */
    Set<String> KNOWN_FILTERS = Set.of("NodeUnschedulable", "TaintToleration", "NodeAffinity", "NodeResourcesFit");

    /**
     * Whether a Pod may be linked to others, and so is decided about together with them. Those that aren't go one after the
     * other, as in kube-scheduler.
     *
     * @param pod its components are known
     */
    default boolean links(PodFacts pod) {
        return true;
    }

    /**
     * What the components of a Pod that doesn't link ask of nodes; empty if it can only be decided about by {@link #plan}.
     */
    default Optional<Alone> alone(Snapshot snapshot, PodFacts pod) {
        return Optional.of(Alone.WITHOUT_COMPONENTS);
    }

    /** The Pods of {@code node} that would have no provider of theirs left there if these left it. */
    default List<PodKey> consumersLeftBy(Snapshot snapshot, NodeName node, Set<PodKey> leaving) {
        return List.of();
    }

    /** The link groups that these pending Pods would be on nodes; empty if there are no links. */
    default Optional<PendingGroups> groups(Snapshot snapshot, Collection<PodKey> pending) {
        return Optional.empty();
    }

    /**
     * Decides about these pending Pods, each of which keeps to the nodes that aren't {@linkplain PodFacts#excluded()
     * excluded} for it.
     *
     * @param settings seed, limits and weights
     * @throws IllegalStateException when the audit finds fault with the decisions: none of them may be bound
     */
    Plan plan(Snapshot snapshot, Set<PodKey> pending, PlacementSettings settings);

    /**
     * A Pod without links.
     *
     * @param takes whether a node has what its components need
     * @param annotations its wiring, for its Binding
     */
    record Alone(Predicate<NodeName> takes, Map<String, String> annotations) {
        /** An ordinary Pod. */
        static final Alone WITHOUT_COMPONENTS = new Alone(_ -> true, Map.of());
    }

    /**
     * Why a Pod wasn't placed.
     *
     * @param message in words
     * @param rejector one of {@link Rejectors}
     * @param lacksRoom where it would fit if others left, and only room is lacking
     */
    record Refusal(String message, String rejector, Optional<Hold> lacksRoom) {
        /** One that isn't about room. */
        Refusal(String message, String rejector) {
            this(message, rejector, Optional.empty());
        }
    }

    /**
     * Room that a group would need.
     *
     * @param node on which, and which has so much in all
     * @param members the Pod and those of its providers that would come with it
     */
    record Hold(NodeName node, List<PodKey> members) {
        public Hold {
            members = List.copyOf(members);
        }
    }

    /**
     * What was decided.
     *
     * @param bindings for the Pods that fit
     * @param unplaced why not, for each that doesn't fit
     * @param broken what went wrong, for each that nothing could be decided about
     */
    record Plan(List<PlannedBinding> bindings, Map<PodKey, Refusal> unplaced, Map<PodKey, RuntimeException> broken) {
        public Plan {
            bindings = List.copyOf(bindings);
            unplaced = Map.copyOf(unplaced);
            broken = Map.copyOf(broken);
        }

        /** Nothing went wrong. */
        Plan(List<PlannedBinding> bindings, Map<PodKey, Refusal> unplaced) {
            this(bindings, unplaced, Map.of());
        }
    }
}

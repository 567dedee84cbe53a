package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.Placer;
import dev.kubewasm.placement.Steps;
import dev.kubewasm.placement.explain.Explanations;
import dev.kubewasm.placement.explain.WhyPlaced;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.filter.Rejection;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.result.WhyHere;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.placement.wiring.PodWiring;
import dev.kubewasm.placement.wiring.Wirer;
import dev.kubewasm.placement.wiring.WiringGraph;
import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.Status;
import dev.kubewasm.scheduler.framework.profile.DisruptionBudget;
import dev.kubewasm.scheduler.framework.profile.Explanation;
import dev.kubewasm.scheduler.framework.profile.ProfileSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * All that the scheduler says of one Pod of a cluster as it is: node by node, import by import, and what would help. The parts of
 * the cycle are asked; nothing is decided.
 *
 * @param rules what each node says, by the profile's rules and then by what components and links ask of it; with scores where
 *     these decide
 * @param linked whether the Pod is placed together with others, by what its links are worth and not by those scores
 * @param wiring of its imports
 * @param placement what came of placing it with the Pods that are to come with it; empty for a Pod without components
 * @param why the Pod is where it was placed; empty where scores decide
 */
public record PodExplanation(
        Explanation rules, boolean linked, PodWiring wiring, Optional<PodOutcome> placement, Optional<WhyHere> why) {
    /**
     * The cluster as the Pod is looked at.
     *
     * @param snapshot facts; the Pod has no node in them
     * @param state the same for the profile's rules, without the Pod
     * @param pods all Pods for the profile's rules, the pending ones among them
     * @param pending Pods that want a node and can have one
     * @param budgets disruption budgets
     */
    public record Cluster(
            Snapshot snapshot,
            ClusterState state,
            Map<PodKey, PodInfo> pods,
            Set<PodKey> pending,
            List<DisruptionBudget> budgets) {}

    /**
     * Explains a Pod.
     *
     * @param key of a Pod of {@code cluster}
     * @param profiles that of the Pod, and of each that wants a node
     */
    public static PodExplanation of(PodKey key, Cluster cluster, Function<PodKey, SchedulingProfile> profiles) {
        ProfileSettings settings = profiles.apply(key).rules();
        PodInfo info = info(key, cluster);
        PodFacts facts = cluster.snapshot().pod(key).orElseThrow();
        if (!facts.hasComponents()) {
            Explanation rules = Explanation.of(settings, info, cluster.state(), cluster.budgets());
            return new PodExplanation(rules, false, PodWiring.NONE, Optional.empty(), Optional.empty());
        }
        WiringGraph wiring = Wirer.wire(cluster.snapshot());
        Placer placer = new Placer();
        List<PodKey> together = together(facts, cluster);
        boolean linked = new PlacerStage(Steps.NONE).links(facts)
                || placer.alone(cluster.snapshot(), key).isEmpty();
        Snapshot marked = marked(together, cluster, profiles);
        PlacementSettings placement =
                profiles.apply(mostImportant(together, cluster)).placement();
        PlacementResult result = placer.place(marked, List.copyOf(together), placement.forBatch(together.size()));
        WhyPlaced why = new WhyPlaced(marked, result, placement.weights());
        SortedMap<NodeName, List<Rejection>> besides = why.nodes(key);
        Explanation rules = Explanation.of(
                settings,
                info,
                cluster.state(),
                cluster.budgets(),
                node -> besides(besides.getOrDefault(new NodeName(node.name()), List.of())));
        return new PodExplanation(
                linked ? new Explanation(rules.atOnce(), rules.nodes(), Optional.empty(), Optional.empty()) : rules,
                linked,
                wiring.of(key),
                Optional.of(result.of(key)),
                linked && result.of(key) instanceof PodOutcome.Placed ? Optional.of(why.of(key)) : Optional.empty());
    }

    private static PodInfo info(PodKey key, Cluster cluster) {
        PodInfo info = cluster.pods().get(key);
        if (info == null) {
            throw new IllegalArgumentException("the cluster has no Pod " + key + " that wants a node");
        }
        return info;
    }

    /** The Pod, and those that wait and may be linked with it, directly or through others: those of one cycle. */
    private static List<PodKey> together(PodFacts pod, Cluster cluster) {
        Map<PodKey, Set<String>> interfaces = new TreeMap<>();
        interfaces.put(pod.key(), LinkInterfaces.of(pod).all());
        Map<String, List<PodKey>> waiting = new HashMap<>();
        for (PodKey key : new TreeSet<>(cluster.pending())) {
            Set<String> names =
                    LinkInterfaces.of(cluster.snapshot().pod(key).orElseThrow()).all();
            interfaces.put(key, names);
            names.forEach(name ->
                    waiting.computeIfAbsent(name, _ -> new ArrayList<>()).add(key));
        }
        List<PodKey> together = new ArrayList<>(List.of(pod.key()));
        together.addAll(LinkNeighbours.of(
                together,
                key -> Objects.requireNonNull(interfaces.get(key)),
                name -> waiting.getOrDefault(name, List.of())));
        return together;
    }

    /** As in a cycle: a group is placed by the profile of this one, of equals the first by name. */
    private static PodKey mostImportant(List<PodKey> together, Cluster cluster) {
        return together.stream()
                .max(Comparator.comparingLong((PodKey key) -> QueueOrder.BY_PRIORITY.rank(info(key, cluster)))
                        .thenComparing(Comparator.reverseOrder()))
                .orElseThrow();
    }

    /** As in a cycle: placement keeps to the nodes that the other rules, those of its own profile, leave each Pod. */
    private static Snapshot marked(
            List<PodKey> together, Cluster cluster, Function<PodKey, SchedulingProfile> profiles) {
        return ForbiddenNodes.marked(
                cluster.snapshot(),
                together.stream().map(key -> info(key, cluster)).toList(),
                key -> profiles.apply(key).rules(),
                cluster.state());
    }

    private static Status besides(List<Rejection> rejections) {
        return rejections.isEmpty()
                ? Status.FITS
                : new Status.Rejected(
                        Rejectors.PLACEMENT,
                        rejections.stream().map(Explanations::text).toList(),
                        Status.Code.UNSCHEDULABLE_AND_UNRESOLVABLE);
    }
}

package dev.kubewasm.placement.solver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The entities of a working solution with the links between them, for moves that keep link groups together. */
final class Placements {
    private static final int MAX_GROUP = 256;
    private static final int FEW = 64;

    private final List<PodPlacement> movable;
    private final Map<Integer, PodPlacement> byIndex = new HashMap<>();
    private final Map<Integer, List<ProviderSet>> providers = new HashMap<>();
    private final Map<Integer, List<Integer>> consumers = new HashMap<>();
    private final List<Integer> linked;
    private final boolean few;

    Placements(PlacementSolution solution) {
        List<PodPlacement> pods = solution.getPods();
        this.movable = pods.stream()
                .filter(pod -> pod.pod().home().isEmpty() || pod.getCandidates().size() > 1)
                .toList();
        pods.forEach(pod -> byIndex.put(pod.getIndex(), pod));
        Set<Integer> linkedPods = new LinkedHashSet<>();
        PlacementProblem problem = solution.problem();
        List<Link> links = new ArrayList<>(problem.required());
        links.addAll(problem.preferred());
        for (Link link : links) {
            if (!byIndex.containsKey(link.consumer())) {
                continue;
            }
            linkedPods.add(link.consumer());
            providers.computeIfAbsent(link.consumer(), c -> new ArrayList<>()).add(link.provider());
            for (int member : link.provider().pending()) {
                consumers.computeIfAbsent(member, m -> new ArrayList<>()).add(link.consumer());
            }
        }
        this.linked = List.copyOf(linkedPods);
        this.few = pods.stream().mapToInt(pod -> pod.getCandidates().size()).sum() <= FEW;
    }

    /** Those that can be moved at all. */
    List<PodPlacement> pods() {
        return movable;
    }

    /** Whether the Pods have few candidates together. */
    boolean few() {
        return few;
    }

    /** Indices of the consumers that have links. */
    List<Integer> linked() {
        return linked;
    }

    PodPlacement pod(int index) {
        PodPlacement pod = byIndex.get(index);
        if (pod == null) {
            throw new IllegalStateException("no entity for Pod number " + index);
        }
        return pod;
    }

    /** {@code first} and the Pods on its node (or, if it is unplaced, the unplaced ones) that links tie to it. */
    List<PodPlacement> component(PodPlacement first) {
        @Nullable NodeSlot node = first.getNode();
        Set<Integer> found = new LinkedHashSet<>();
        Deque<Integer> open = new ArrayDeque<>(List.of(first.getIndex()));
        while (!open.isEmpty() && found.size() < MAX_GROUP) {
            int index = open.remove();
            PodPlacement pod = byIndex.get(index);
            if (pod == null || pod.getNode() != node || !found.add(index)) {
                continue;
            }
            providers.getOrDefault(index, List.of()).forEach(provider -> open.addAll(provider.pending()));
            open.addAll(consumers.getOrDefault(index, List.of()));
        }
        return found.stream().map(this::pod).toList();
    }

    /**
     * {@code consumer} and the providers that {@code node} lacks for it, transitively; {@code random} chooses among
     * replicas. Empty if a provider has no replica that may go there, or they had no room there even alone.
     */
    List<PodPlacement> group(PodPlacement consumer, NodeSlot node, RandomGenerator random) {
        Set<Integer> group = new LinkedHashSet<>();
        Deque<Integer> open = new ArrayDeque<>(List.of(consumer.getIndex()));
        long[] needed = new long[consumer.pod().demand().size()];
        while (!open.isEmpty() && group.size() < MAX_GROUP) {
            int index = open.remove();
            if (!group.add(index)) {
                continue;
            }
            pod(index).pod().demand().addTo(needed);
            if (!node.fits(new Demand(needed))) {
                return List.of();
            }
            for (ProviderSet provider : providers.getOrDefault(index, List.of())) {
                if (hosts(node, provider) || provider.pending().stream().anyMatch(group::contains)) {
                    continue;
                }
                Optional<Integer> member = member(provider, node, random);
                if (member.isEmpty()) {
                    return List.of();
                }
                open.add(member.get());
            }
        }
        return group.stream().map(this::pod).toList();
    }

    private boolean hosts(NodeSlot node, ProviderSet provider) {
        return provider.boundOn(node)
                || provider.pending().stream().map(byIndex::get).anyMatch(pod -> pod != null && pod.getNode() == node);
    }

    private Optional<Integer> member(ProviderSet provider, NodeSlot node, RandomGenerator random) {
        List<Integer> able = provider.pending().stream()
                .filter(member -> {
                    PodPlacement pod = byIndex.get(member);
                    return pod != null && pod.pod().candidates().contains(node);
                })
                .toList();
        return able.isEmpty() ? Optional.empty() : Optional.of(able.get(random.nextInt(able.size())));
    }
}

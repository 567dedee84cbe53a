package dev.kubewasm.placement.explain;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.filter.Rejection;
import dev.kubewasm.placement.result.Remedy;
import dev.kubewasm.placement.result.Remedy.Change;
import dev.kubewasm.placement.wiring.ImportWiring;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds out what would make Pods fit that no node takes as things stand. */
final class Remedies {
    private static final int SHOWN = 3;
    private static final int MAX_PROVIDERS = 256;

    /** So many choices of links to relax are tried: all of those to six providers. */
    private static final int MAX_CHOICES = 62;

    private final Standing standing;
    private final int maxNodes;
    private final int maxMembers;

    /**
     * A search.
     *
     * @param maxNodes how many nodes to look at for a Pod
     * @param maxMembers how many members of its groups to follow on these nodes together; one node is looked at in any case
     */
    Remedies(Standing standing, int maxNodes, int maxMembers) {
        this.standing = standing;
        this.maxNodes = maxNodes;
        this.maxMembers = maxMembers;
    }

    /** A way to make a node take a Pod. */
    private record Way(Remedy remedy, double pressure) {
        int changes() {
            return remedy.changes().size();
        }

        /** Ways of one kind differ in the node alone. */
        List<Object> kind() {
            return remedy.changes().stream()
                    .<Object>map(change -> change instanceof Change.ScaleUp ? change : change.getClass())
                    .toList();
        }
    }

    /** What lies between {@code want} and each of the nodes that are looked at, the first ones of all. */
    List<Gap> gaps(Want want) {
        return gaps(want, gap -> false);
    }

    /** The same up to one that is {@code enough}. */
    private List<Gap> gaps(Want want, Predicate<Gap> enough) {
        List<Gap> gaps = new ArrayList<>();
        int members = 0;
        for (NodeFacts node : standing.nodes()) {
            if (gaps.size() == maxNodes || members > maxMembers) {
                break;
            }
            Gap gap = Gap.between(want, node, standing);
            gaps.add(gap);
            members += gap.group().size() + gap.missing().size();
            if (enough.test(gap)) {
                break;
            }
        }
        return gaps;
    }

    /**
     * What would make {@code want} fit: few changes first; empty if it fits already.
     *
     * @param gaps what lies between it and the nodes
     */
    List<Remedy> find(Want want, List<Gap> gaps) {
        if (gaps.stream().anyMatch(Gap::isClosed)) {
            return List.of();
        }
        List<Remedy> remedies = new ArrayList<>();
        List<Way> ways = ways(want, gaps);
        Map<List<Object>, Way> kinds = new LinkedHashMap<>();
        ways.forEach(way -> kinds.putIfAbsent(way.kind(), way));
        kinds.values().stream()
                .limit(SHOWN)
                .filter(way -> way.changes() <= ways.getFirst().changes() + 1)
                .forEach(way -> remedies.add(way.remedy()));
        addNode(want).ifPresent(remedies::add);
        relaxed(want).ifPresent(remedies::add);
        return remedies;
    }

    /** The fewest changes that make {@code want} fit, after {@code first}; absent if there are none known. */
    Optional<Remedy> after(List<Change> first, Want want) {
        return fitting(want)
                .map(gap -> new Remedy(List.of(), gap.alongside()))
                .or(() -> ways(want, gaps(want)).stream().findFirst().map(Way::remedy))
                .or(() -> addNode(want))
                .map(rest -> {
                    List<Change> changes = new ArrayList<>(first);
                    changes.addAll(rest.changes());
                    return new Remedy(changes, rest.alongside());
                });
    }

    /** A node that takes {@code want} as things stand. */
    private Optional<Gap> fitting(Want want) {
        List<Gap> gaps = gaps(want, Gap::isClosed);
        return gaps.isEmpty() ? Optional.empty() : Optional.of(gaps.getLast()).filter(Gap::isClosed);
    }

    private List<Way> ways(Want want, List<Gap> gaps) {
        List<Gap> whole = gaps.stream().filter(Gap::whole).toList();
        Optional<Set<PodKey>> providers = whole.isEmpty() ? Optional.empty() : providers(want);
        return whole.stream()
                .flatMap(gap -> way(gap, want, providers).stream())
                .sorted(Comparator.comparingInt(Way::changes).thenComparingDouble(Way::pressure))
                .toList();
    }

    /**
     * Pods that may have to stay where they are: all of the providers that {@code want} needs, transitively; absent if
     * there are too many to follow.
     */
    private Optional<Set<PodKey>> providers(Want want) {
        Set<PodKey> providers = new HashSet<>();
        List<ImportWiring.Provider> open = new ArrayList<>(want.required());
        Set<ImportWiring.Provider> seen = new HashSet<>();
        while (!open.isEmpty()) {
            ImportWiring.Provider provider = open.removeLast();
            if (seen.size() > MAX_PROVIDERS) {
                return Optional.empty();
            }
            if (seen.add(provider)) {
                providers.addAll(provider.pods());
                provider.pods().stream()
                        .findFirst()
                        .ifPresent(model -> open.addAll(standing.want(model).required()));
            }
        }
        return Optional.of(providers);
    }

    private Optional<Way> way(Gap gap, Want want, Optional<Set<PodKey>> providers) {
        if (gap.missing().size() > gap.scaled().size()) {
            return Optional.empty();
        }
        List<Change> changes = new ArrayList<>();
        gap.scaled().forEach((workload, by) -> changes.add(new Change.ScaleUp(workload, by)));
        for (Rejection rejection : gap.filters()) {
            Optional<List<Change>> change = change(rejection, gap.node(), want);
            if (change.isEmpty()) {
                return Optional.empty();
            }
            changes.addAll(change.get());
        }
        double pressure = 0;
        if (!gap.lacking().amounts().isEmpty()) {
            if (providers.isEmpty()) {
                return Optional.empty();
            }
            Resources taken = Resources.NONE;
            for (PodFacts pod : standing.podsOn(gap.node())) {
                taken = providers.get().contains(pod.key()) ? taken : taken.plus(pod.demand());
            }
            // What is at the end of the range may be more in truth.
            boolean exact = !gap.lacking().amounts().containsValue(Long.MAX_VALUE);
            if (!exact || !gap.lacking().fits(taken)) {
                return Optional.empty();
            }
            changes.add(new Change.Free(gap.node().name(), gap.lacking()));
            pressure = gap.lacking().amounts().entrySet().stream()
                    .mapToDouble(entry -> (double) entry.getValue()
                            / Math.max(1, gap.node().allocatable().get(entry.getKey())))
                    .sum();
        }
        return Optional.of(new Way(new Remedy(changes, gap.alongside()), pressure));
    }

    /** What makes {@code node} suit, if that is a matter of what is written on it. */
    private static Optional<List<Change>> change(Rejection rejection, NodeFacts node, Want want) {
        return switch (rejection) {
            case Rejection.Unschedulable() -> Optional.of(List.of(new Change.Uncordon(node.name())));
            case Rejection.UntoleratedTaint(var key, var value) ->
                Optional.of(node.taints().stream()
                        .filter(taint -> taint.effect().repels()
                                && taint.key().equals(key)
                                && taint.value().equals(value))
                        .<Change>map(taint -> new Change.RemoveTaint(node.name(), taint))
                        .toList());
            case Rejection.NodeAffinity() -> {
                SortedMap<String, String> labels =
                        NodeShapes.missingLabels(want.needs().nodes(), node);
                yield labels.isEmpty()
                        ? Optional.empty()
                        : Optional.of(List.of(new Change.AddLabels(node.name(), labels)));
            }
            default -> Optional.empty();
        };
    }

    private Optional<Remedy> addNode(Want want) {
        return NodeShapes.empty(want, standing).map(empty -> {
            List<Change> changes = new ArrayList<>(List.of(new Change.AddNode(empty.shape())));
            empty.scaled().forEach((workload, by) -> changes.add(new Change.ScaleUp(workload, by)));
            return new Remedy(changes, empty.alongside());
        });
    }

    /** Links to the fewest providers without which the Pod would fit; to all where too many choices would have to be tried. */
    private Optional<Remedy> relaxed(Want want) {
        List<WorkloadRef> providers = want.required().stream()
                .map(ImportWiring.Provider::workload)
                .distinct()
                .toList();
        Optional<Remedy> all = providers.isEmpty() ? Optional.empty() : without(want, Set.copyOf(providers));
        if (all.isEmpty()) {
            return Optional.empty();
        }
        int tried = 0;
        for (int size = 1; size < providers.size(); size++) {
            int[] chosen = IntStream.range(0, size).toArray();
            do {
                if (tried++ == MAX_CHOICES) {
                    return all;
                }
                Optional<Remedy> fewer = without(
                        want, Arrays.stream(chosen).mapToObj(providers::get).collect(Collectors.toSet()));
                if (fewer.isPresent()) {
                    return fewer;
                }
            } while (next(chosen, providers.size()));
        }
        return all;
    }

    /** Moves on to the next choice of as many of {@code n}; false after the last. */
    private static boolean next(int[] chosen, int n) {
        for (int at = 0; at < chosen.length; at++) {
            int limit = at + 1 < chosen.length ? chosen[at + 1] : n;
            if (chosen[at] + 1 < limit) {
                chosen[at]++;
                for (int before = 0; before < at; before++) {
                    chosen[before] = before;
                }
                return true;
            }
        }
        return false;
    }

    /** That the Pod's links to these providers be relaxed, if it would fit then. */
    private Optional<Remedy> without(Want want, Set<WorkloadRef> providers) {
        Map<Boolean, List<ImportWiring.Provider>> dropped = want.required().stream()
                .collect(Collectors.partitioningBy(provider -> providers.contains(provider.workload())));
        List<ImportWiring.Provider> kept = dropped.getOrDefault(false, List.of());
        return fitting(new Want(want.pod(), want.needs(), want.demand(), kept))
                .map(gap -> new Remedy(
                        dropped.getOrDefault(true, List.of()).stream()
                                .map(ImportWiring.Provider::name)
                                .distinct()
                                .<Change>map(Change.RelaxLink::new)
                                .toList(),
                        gap.alongside()));
    }
}

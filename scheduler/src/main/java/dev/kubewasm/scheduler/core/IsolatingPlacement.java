package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.PendingGroups;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.solver.PlacementSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Keeps a Pod that breaks the placement from taking its whole batch with it. Where a batch breaks, its halves are tried
 * one after the other, each on what was decided before; link groups are parted last. What breaks alone is told by name.
 */
final class IsolatingPlacement implements PlacementStage {
    private final PlacementStage placement;

    IsolatingPlacement(PlacementStage placement) {
        this.placement = placement;
    }

    @Override
    public boolean links(PodFacts pod) {
        return placement.links(pod);
    }

    @Override
    public Optional<Alone> alone(Snapshot snapshot, PodFacts pod) {
        return placement.alone(snapshot, pod);
    }

    @Override
    public List<PodKey> consumersLeftBy(Snapshot snapshot, NodeName node, Set<PodKey> leaving) {
        return placement.consumersLeftBy(snapshot, node, leaving);
    }

    @Override
    public Optional<PendingGroups> groups(Snapshot snapshot, Collection<PodKey> pending) {
        return placement.groups(snapshot, pending);
    }

    @Override
    public Plan plan(Snapshot snapshot, Set<PodKey> pending, PlacementSettings settings) {
        try {
            return placement.plan(snapshot, pending, settings);
        } catch (RuntimeException e) {
            Parts parts = new Parts(snapshot, settings);
            parts.split(groups(snapshot, pending), e);
            return new Plan(parts.bindings, parts.unplaced, parts.broken);
        }
    }

    private final class Parts {
        private final List<PlannedBinding> bindings = new ArrayList<>();
        private final Map<PodKey, Refusal> unplaced = new LinkedHashMap<>();
        private final Map<PodKey, RuntimeException> broken = new LinkedHashMap<>();
        private final PlacementSettings settings;
        private Snapshot snapshot;

        Parts(Snapshot snapshot, PlacementSettings settings) {
            this.snapshot = snapshot;
            this.settings = settings;
        }

        private void tryOut(List<Set<PodKey>> groups) {
            Set<PodKey> pods = new TreeSet<>();
            groups.forEach(pods::addAll);
            try {
                Plan plan = placement.plan(snapshot, pods, settings);
                plan.bindings().forEach(this::take);
                unplaced.putAll(plan.unplaced());
                broken.putAll(plan.broken());
            } catch (RuntimeException e) {
                split(groups, e);
            }
        }

        private void split(List<Set<PodKey>> groups, RuntimeException cause) {
            if (groups.size() > 1) {
                int middle = groups.size() / 2;
                tryOut(groups.subList(0, middle));
                tryOut(groups.subList(middle, groups.size()));
            } else if (groups.getFirst().size() > 1) {
                List<Set<PodKey>> single = new ArrayList<>();
                groups.getFirst().forEach(pod -> single.add(Set.of(pod)));
                split(single, cause);
            } else {
                groups.getFirst().forEach(pod -> broken.put(pod, cause));
            }
        }

        /** What is decided counts for the parts that come after. */
        private void take(PlannedBinding planned) {
            bindings.add(planned);
            PodFacts pod = snapshot.pod(planned.binding().pod()).orElseThrow();
            PodState state = pod.state();
            snapshot = snapshot.with(pod.withState(new PodState(
                    Optional.of(planned.binding().node()), state.phase(), state.terminating(), state.ready())));
        }
    }

    /** Pods that one interface ties together, directly or through others; those of the hosts tie none. */
    static List<Set<PodKey>> groups(Snapshot snapshot, Set<PodKey> pending) {
        Map<PodKey, Set<PodKey>> groupOf = new TreeMap<>();
        Map<String, PodKey> firstWith = new HashMap<>();
        for (PodKey key : new TreeSet<>(pending)) {
            groupOf.put(key, new TreeSet<>(Set.of(key)));
            snapshot.pod(key).stream()
                    .flatMap(pod -> LinkInterfaces.of(pod).all().stream())
                    .forEach(name -> {
                        PodKey other = firstWith.putIfAbsent(name, key);
                        if (other != null) {
                            merge(groupOf, key, other);
                        }
                    });
        }
        List<Set<PodKey>> groups = new ArrayList<>();
        groupOf.forEach((pod, group) -> {
            if (pod.equals(group.iterator().next())) {
                groups.add(group);
            }
        });
        return groups;
    }

    private static void merge(Map<PodKey, Set<PodKey>> groupOf, PodKey a, PodKey b) {
        Set<PodKey> one = groupOf.getOrDefault(a, Set.of());
        Set<PodKey> other = groupOf.getOrDefault(b, Set.of());
        if (one != other) {
            // The smaller goes into the larger: a group of all Pods would else be copied for each that joins it.
            Set<PodKey> larger = one.size() > other.size() ? one : other;
            Set<PodKey> smaller = larger == one ? other : one;
            larger.addAll(smaller);
            smaller.forEach(pod -> groupOf.put(pod, larger));
        }
    }
}

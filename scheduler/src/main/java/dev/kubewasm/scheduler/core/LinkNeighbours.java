package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.wit.model.InterfaceName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which waiting Pods are to be tried together with others because an interface that one imports the other exports: a
 * group is placed in one decision, even when its members' backoffs end at different times.
 */
final class LinkNeighbours {
    private LinkNeighbours() {}

    /** Those of {@code waiting} that Pods of {@code batch} may be linked to, directly or through others. */
    static List<PodKey> of(List<CachedPod> batch, List<CachedPod> waiting) {
        return of(byPod(batch), byPod(waiting));
    }

    /** The same of Pods of which the interfaces are known. */
    static List<PodKey> of(Map<PodKey, Set<String>> batch, Map<PodKey, Set<String>> waiting) {
        Map<String, List<PodKey>> byInterface = new HashMap<>();
        waiting.forEach((pod, names) -> names.forEach(name ->
                byInterface.computeIfAbsent(name, _ -> new ArrayList<>()).add(pod)));
        Set<PodKey> found = new HashSet<>(batch.keySet());
        List<PodKey> neighbours = new ArrayList<>();
        Set<String> visited = new HashSet<>();
        Deque<Set<String>> toVisit = new ArrayDeque<>(batch.values());
        while (!toVisit.isEmpty()) {
            for (String name : toVisit.remove()) {
                if (visited.add(name)) {
                    for (PodKey neighbour : byInterface.getOrDefault(name, List.of())) {
                        if (found.add(neighbour)) {
                            neighbours.add(neighbour);
                            toVisit.add(Objects.requireNonNull(waiting.get(neighbour)));
                        }
                    }
                }
            }
        }
        return neighbours;
    }

    private static Map<PodKey, Set<String>> byPod(List<CachedPod> pods) {
        Map<PodKey, Set<String>> byPod = new LinkedHashMap<>();
        pods.forEach(pod -> byPod.put(pod.observed().facts().key(), interfaces(pod)));
        return byPod;
    }

    /** The interfaces that {@code pod} imports or exports, without versions; those of the hosts tie no Pods together. */
    static Set<String> interfaces(PodFacts pod) {
        Set<String> names = new HashSet<>();
        pod.containers().forEach(container -> container.component().ifPresent(component -> addTo(names, component)));
        return names;
    }

    private static Set<String> interfaces(CachedPod pod) {
        Set<String> names = new HashSet<>();
        pod.components().values().forEach(component -> addTo(names, component));
        return names;
    }

    private static void addTo(Set<String> names, ComponentFacts component) {
        for (Set<String> side : List.of(
                component.world().imports().keySet(),
                component.world().exports().keySet())) {
            side.stream()
                    .map(InterfaceName::parse)
                    .flatMap(Optional::stream)
                    .filter(name -> !name.pkg().namespace().equals("wasi"))
                    .forEach(name -> names.add(name.unversioned()));
        }
    }
}

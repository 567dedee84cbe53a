package dev.kubewasm.scheduler.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Which waiting Pods are to be tried together with others because an interface that one imports the other exports: a
 * group is placed in one decision, even when its members' backoffs end at different times.
 */
final class LinkNeighbours {
    private LinkNeighbours() {}

    /**
     * Those that Pods of {@code batch} may be linked to, directly or through others.
     *
     * @param interfaces of each Pod
     * @param waiting those that wait and have an interface
     */
    static <P> List<P> of(
            Collection<P> batch, Function<P, Set<String>> interfaces, Function<String, Collection<P>> waiting) {
        Set<P> found = new HashSet<>(batch);
        List<P> neighbours = new ArrayList<>();
        Set<String> visited = new HashSet<>();
        Deque<P> toVisit = new ArrayDeque<>(batch);
        while (!toVisit.isEmpty()) {
            for (String name : interfaces.apply(toVisit.remove())) {
                if (visited.add(name)) {
                    for (P neighbour : waiting.apply(name)) {
                        if (found.add(neighbour)) {
                            neighbours.add(neighbour);
                            toVisit.add(neighbour);
                        }
                    }
                }
            }
        }
        return neighbours;
    }
}

package dev.kubewasm.scheduler.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Between which namespaces there may be links: a provider opens its own to the consumers of others. Links cross no other
 * border, so who is linked to whom in one namespace concerns those it is connected with, through however many, and no others.
 * Not safe for use by several threads.
 */
final class OpenedNamespaces {
    /** How many Pods connect the two, from both sides. */
    private final Map<String, Map<String, Integer>> connections = new HashMap<>();

    /** A Pod of {@code namespace} admits consumers of {@code others}, too. */
    void open(String namespace, Set<String> others) {
        for (String other : others) {
            count(namespace, other, 1);
            count(other, namespace, 1);
        }
    }

    /** One that did so is gone. */
    void close(String namespace, Set<String> others) {
        for (String other : others) {
            count(namespace, other, -1);
            count(other, namespace, -1);
        }
    }

    private void count(String from, String to, int more) {
        connections.compute(from, (_, known) -> {
            Map<String, Integer> counts = known == null ? new HashMap<>() : known;
            counts.merge(to, more, (before, change) -> before + change == 0 ? null : before + change);
            return counts.isEmpty() ? null : counts;
        });
    }

    /** {@code namespace} and those it is connected with. */
    Set<String> connectedWith(String namespace) {
        if (!connections.containsKey(namespace)) {
            return Set.of(namespace);
        }
        Set<String> found = new TreeSet<>(Set.of(namespace));
        Deque<String> toVisit = new ArrayDeque<>(found);
        while (!toVisit.isEmpty()) {
            for (String next :
                    connections.getOrDefault(toVisit.remove(), Map.of()).keySet()) {
                if (found.add(next)) {
                    toVisit.add(next);
                }
            }
        }
        return Set.copyOf(found);
    }
}

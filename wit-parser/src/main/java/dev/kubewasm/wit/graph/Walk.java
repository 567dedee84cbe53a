package dev.kubewasm.wit.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A depth-first walk of a graph, without recursion.
 *
 * @param order every node after all it points to (those of a cycle in some order)
 * @param cycles one for each edge that closes one, up to a hundred; empty if the graph has none
 */
public record Walk<T>(List<T> order, List<List<T>> cycles) {
    /** Nobody reads more, and together they can be of the square of the graph. */
    private static final int MAX_CYCLES = 100;

    /** Walks from every one of {@code nodes}, in their order. */
    public static <T> Walk<T> of(Collection<T> nodes, Function<T, ? extends Collection<T>> edges) {
        record Step<T>(T node, Iterator<T> next) {}
        List<List<T>> cycles = new ArrayList<>();
        List<T> order = new ArrayList<>();
        Map<T, Boolean> onPath = new HashMap<>();
        for (T root : nodes) {
            if (onPath.containsKey(root)) {
                continue;
            }
            Deque<Step<T>> path = new ArrayDeque<>();
            path.addLast(new Step<>(root, List.copyOf(edges.apply(root)).iterator()));
            onPath.put(root, true);
            while (!path.isEmpty()) {
                Step<T> top = path.getLast();
                if (!top.next.hasNext()) {
                    path.removeLast();
                    onPath.put(top.node, false);
                    order.add(top.node);
                    continue;
                }
                T next = top.next.next();
                if (!onPath.containsKey(next)) {
                    onPath.put(next, true);
                    path.addLast(new Step<>(next, List.copyOf(edges.apply(next)).iterator()));
                } else if (onPath.getOrDefault(next, false) && cycles.size() < MAX_CYCLES) {
                    cycles.add(path.stream()
                            .map(Step::node)
                            .dropWhile(node -> !node.equals(next))
                            .toList());
                }
            }
        }
        return new Walk<>(order, cycles);
    }
}

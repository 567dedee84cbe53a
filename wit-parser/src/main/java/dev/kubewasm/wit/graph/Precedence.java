package dev.kubewasm.wit.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Function;

/**
 * Nodes each after all it points to, and where that leaves a choice as they were given: the first that has nothing left
 * to wait for comes next. The order of wasm-tools, on which listings and round trips depend.
 */
public final class Precedence {
    private Precedence() {}

    /**
     * {@code nodes} so ordered. Edges to anything else are ignored; what lies on a cycle or behind one is left out.
     */
    public static <T> List<T> of(Collection<T> nodes, Function<T, ? extends Collection<T>> edges) {
        List<T> given = List.copyOf(nodes);
        Map<T, Integer> place = new HashMap<>();
        given.forEach(node -> place.put(node, place.size()));
        int[] waitingFor = new int[given.size()];
        List<List<Integer>> waiting = new ArrayList<>();
        given.forEach(ignored -> waiting.add(new ArrayList<>()));
        for (int i = 0; i < given.size(); i++) {
            for (T needed : edges.apply(given.get(i))) {
                Integer at = place.get(needed);
                if (at != null) {
                    waitingFor[i]++;
                    waiting.get(at).add(i);
                }
            }
        }
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        for (int i = 0; i < waitingFor.length; i++) {
            if (waitingFor[i] == 0) {
                ready.add(i);
            }
        }
        List<T> order = new ArrayList<>();
        while (!ready.isEmpty()) {
            int next = ready.remove();
            order.add(given.get(next));
            for (int waiter : waiting.get(next)) {
                waitingFor[waiter]--;
                if (waitingFor[waiter] == 0) {
                    ready.add(waiter);
                }
            }
        }
        return order;
    }
}

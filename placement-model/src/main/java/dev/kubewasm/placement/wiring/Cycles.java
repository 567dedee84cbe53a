package dev.kubewasm.placement.wiring;

import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.wiring.WiringProblem.ImportCycle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Refuses links that close a cycle, between workloads and between the containers of a Pod. A cycle of required links
 * fails them all; a preferred link in what is left of a cycle is given up.
 */
final class Cycles {
    /** From so many workloads on, a component is told as one cycle. */
    private static final int LARGE = 64;

    private Cycles() {}

    /** {@code wirings} without links that close a cycle between workloads. */
    static Map<Template, PodWiring> refuse(Map<Template, PodWiring> wirings) {
        Map<Template, PodWiring> required = refuseBetween(wirings, Set.of(LinkPolicy.REQUIRED));
        return refuseBetween(required, Set.of(LinkPolicy.REQUIRED, LinkPolicy.PREFERRED));
    }

    /** Refuses links of one of the policies {@code counted} where these alone form a cycle. */
    private static Map<Template, PodWiring> refuseBetween(Map<Template, PodWiring> wirings, Set<LinkPolicy> counted) {
        Digraph<WorkloadRef> graph = new Digraph<>();
        wirings.forEach((template, wiring) -> {
            for (PodWiring.Link link : wiring.links()) {
                if (counted.contains(link.provider().policy())) {
                    graph.add(template.workload(), link.provider().workload(), link.imported());
                }
            }
        });
        graph.findComponents();
        if (graph.acyclic()) {
            return wirings;
        }
        Map<Template, PodWiring> result = new LinkedHashMap<>();
        wirings.forEach((template, wiring) -> {
            WorkloadRef from = template.workload();
            PodWiring changed = wiring.map((container, imported, import_) -> import_
                                    instanceof ImportWiring.Provider provider
                            && counted.contains(provider.policy())
                            && graph.inOneComponent(from, provider.workload())
                    ? refused(
                            provider,
                            new ImportCycle(
                                    graph.cycle(from, provider.workload(), imported, WorkloadRef::shortName), false),
                            counted)
                    : import_);
            result.put(template, changed);
        });
        return result;
    }

    /** A cycle of required links alone fails; in any other, giving up the preferred links ends it. */
    private static ImportWiring refused(ImportWiring.Provider provider, ImportCycle cycle, Set<LinkPolicy> counted) {
        if (provider.policy() == LinkPolicy.PREFERRED) {
            return new ImportWiring.Unlinked(Optional.of(cycle));
        }
        return counted.contains(LinkPolicy.PREFERRED) ? provider : new ImportWiring.Failed(cycle);
    }

    /** {@code wiring} without links that close a cycle between the Pod's containers. */
    static PodWiring refuseInside(PodWiring wiring) {
        Digraph<String> graph = new Digraph<>();
        wiring.forEach((container, imported, import_) -> {
            if (import_ instanceof ImportWiring.Container(String provider)) {
                graph.add(container, provider, imported);
            }
        });
        graph.findComponents();
        if (graph.acyclic()) {
            return wiring;
        }
        return wiring.map((container, imported, import_) ->
                import_ instanceof ImportWiring.Container(String provider) && graph.inOneComponent(container, provider)
                        ? new ImportWiring.Failed(new ImportCycle(
                                graph.cycle(container, provider, imported, name -> "container " + name), true))
                        : import_);
    }

    /** A directed graph with a label on each edge; strongly connected components by Tarjan, without recursion. */
    private static final class Digraph<N> {
        private final Map<N, Map<N, String>> edges = new LinkedHashMap<>();
        private final Map<N, Integer> component = new HashMap<>();
        private final Map<Integer, Integer> size = new HashMap<>();
        private final Map<Integer, List<ImportCycle.Step>> told = new HashMap<>();

        void add(N from, N to, String label) {
            edges.computeIfAbsent(from, n -> new LinkedHashMap<>()).putIfAbsent(to, label);
            edges.computeIfAbsent(to, n -> new LinkedHashMap<>());
        }

        /** Whether every component is a single node; nothing is linked to itself. */
        boolean acyclic() {
            return size.size() == component.size();
        }

        boolean inOneComponent(N a, N b) {
            Integer of = component.get(a);
            return of != null && of.equals(component.get(b));
        }

        /**
         * The cycle that begins with the edge {@code from → to}; the way back is a shortest one. In a large component
         * all edges share the cycle of the first: one each would take the square of its size.
         */
        List<ImportCycle.Step> cycle(N from, N to, String label, Function<N, String> words) {
            int of = component.getOrDefault(from, 0);
            return size.getOrDefault(of, 0) <= LARGE
                    ? shortest(from, to, label, words)
                    : told.computeIfAbsent(of, c -> shortest(from, to, label, words));
        }

        private List<ImportCycle.Step> shortest(N from, N to, String label, Function<N, String> words) {
            Map<N, N> previous = new HashMap<>();
            Deque<N> queue = new ArrayDeque<>(List.of(to));
            previous.put(to, to);
            while (!queue.isEmpty() && !previous.containsKey(from)) {
                N node = queue.removeFirst();
                for (N next : edges.getOrDefault(node, Map.of()).keySet()) {
                    if (inOneComponent(node, next) && previous.putIfAbsent(next, node) == null) {
                        queue.addLast(next);
                    }
                }
            }
            List<ImportCycle.Step> steps = new ArrayList<>();
            for (N node = from; !node.equals(to); ) {
                N before = previous.getOrDefault(node, to);
                String imported = edges.getOrDefault(before, Map.of()).getOrDefault(node, label);
                steps.add(new ImportCycle.Step(words.apply(before), imported, words.apply(node)));
                node = before;
            }
            steps.add(new ImportCycle.Step(words.apply(from), label, words.apply(to)));
            Collections.reverse(steps);
            return steps;
        }

        void findComponents() {
            Map<N, Integer> index = new HashMap<>();
            Map<N, Integer> low = new HashMap<>();
            Deque<N> stack = new ArrayDeque<>();
            for (N root : edges.keySet()) {
                if (index.containsKey(root)) {
                    continue;
                }
                Deque<Frame<N>> frames = new ArrayDeque<>();
                frames.push(enter(root, index, low, stack));
                while (!frames.isEmpty()) {
                    Frame<N> frame = frames.element();
                    if (frame.next.hasNext()) {
                        N to = frame.next.next();
                        if (!index.containsKey(to)) {
                            frames.push(enter(to, index, low, stack));
                        } else if (!component.containsKey(to)) {
                            low.merge(frame.node, index.getOrDefault(to, 0), Math::min);
                        }
                    } else {
                        frames.pop();
                        leave(frame.node, index, low, stack);
                        if (!frames.isEmpty()) {
                            low.merge(frames.element().node, low.getOrDefault(frame.node, 0), Math::min);
                        }
                    }
                }
            }
        }

        private Frame<N> enter(N node, Map<N, Integer> index, Map<N, Integer> low, Deque<N> stack) {
            low.put(node, index.size());
            index.put(node, index.size());
            stack.push(node);
            return new Frame<>(node, edges.getOrDefault(node, Map.of()).keySet().iterator());
        }

        private void leave(N node, Map<N, Integer> index, Map<N, Integer> low, Deque<N> stack) {
            if (low.getOrDefault(node, 0).equals(index.getOrDefault(node, 0))) {
                int number = size.size();
                N member;
                do {
                    member = stack.pop();
                    component.put(member, number);
                    size.merge(number, 1, Integer::sum);
                } while (!member.equals(node));
            }
        }

        private record Frame<N>(N node, Iterator<N> next) {}
    }
}

package dev.kubewasm.placement;

import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.wiring.ImportWiring;
import dev.kubewasm.placement.wiring.PodWiring;
import dev.kubewasm.placement.wiring.WiringGraph;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Puts moves into an order in which each is possible: as one Pod at a time, where links or room don't tie several
 * together. What a step asks is found on the nodes it touches alone.
 */
final class MoveOrder {
    /** So many Pods are evicted together at most. */
    private static final int MAX_STEP = 16;

    private final WiringGraph wiring;
    private final Disruptions disruptions;
    private final Map<PodKey, NodeName> open;
    private final Map<NodeName, Set<PodKey>> arriving = new HashMap<>();
    private Snapshot now;

    private MoveOrder(
            Snapshot snapshot, WiringGraph wiring, Disruptions disruptions, Map<PodKey, NodeName> destinations) {
        this.now = snapshot;
        this.wiring = wiring;
        this.disruptions = disruptions;
        this.open = new LinkedHashMap<>(destinations);
        open.forEach((pod, node) ->
                arriving.computeIfAbsent(node, n -> new LinkedHashSet<>()).add(pod));
    }

    /**
     * The steps, each with the destinations of its Pods; what can't be ordered is left out.
     *
     * @param destinations of Pods that are bound elsewhere, the first ones preferably first; nodes that take them, room
     *     and links aside
     * @param maxMoves where to end
     */
    static List<Map<PodKey, NodeName>> of(
            Snapshot snapshot,
            WiringGraph wiring,
            Disruptions disruptions,
            Map<PodKey, NodeName> destinations,
            int maxMoves) {
        return new MoveOrder(snapshot, wiring, disruptions, destinations).steps(maxMoves);
    }

    private List<Map<PodKey, NodeName>> steps(int maxMoves) {
        List<Map<PodKey, NodeName>> steps = new ArrayList<>();
        int most = 1;
        int left = maxMoves;
        while (!open.isEmpty() && left > 0) {
            boolean moved = false;
            for (PodKey pod : List.copyOf(open.keySet())) {
                Optional<Set<PodKey>> step = open.containsKey(pod) ? step(pod, Math.min(most, left)) : Optional.empty();
                if (step.isPresent()) {
                    steps.add(take(step.get()));
                    left -= step.get().size();
                    moved = true;
                }
            }
            if (!moved && most == MAX_STEP) {
                break;
            }
            most = moved ? 1 : MAX_STEP;
        }
        return steps;
    }

    private Map<PodKey, NodeName> take(Set<PodKey> pods) {
        Map<PodKey, NodeName> step = new TreeMap<>();
        for (PodKey key : pods) {
            NodeName to = destination(key);
            step.put(key, to);
            open.remove(key);
            arriving.getOrDefault(to, Set.of()).remove(key);
            PodState state = pod(key).state();
            now = now.with(pod(key).withState(
                            new PodState(Optional.of(to), state.phase(), state.terminating(), state.ready())));
        }
        return step;
    }

    /** Pods that {@code first} can be moved with, added one by one as something is lacking; absent if that can't be. */
    private Optional<Set<PodKey>> step(PodKey first, int most) {
        Set<PodKey> step = new TreeSet<>(Set.of(first));
        Optional<PodKey> next = Optional.of(first);
        while (next.isPresent()) {
            Need need = need(step);
            if (need instanceof Need.Impossible) {
                return Optional.empty();
            }
            next = need instanceof Need.Another(PodKey another) ? Optional.of(another) : Optional.empty();
            next.ifPresent(step::add);
            if (step.size() > most) {
                return Optional.empty();
            }
        }
        return disruptions.allow(step) ? Optional.of(step) : Optional.empty();
    }

    /** What a step lacks. */
    private sealed interface Need {
        /** Nothing. */
        record Nothing() implements Need {}

        /** Another Pod must be moved too. */
        record Another(PodKey pod) implements Need {}

        /** It can't be taken, at least not now. */
        record Impossible() implements Need {}
    }

    private Need need(Set<PodKey> step) {
        for (PodKey key : step) {
            Need need = provided(key, step);
            if (need instanceof Need.Nothing) {
                need = left(key, step);
            }
            if (need instanceof Need.Nothing) {
                need = room(destination(key), step);
            }
            if (!(need instanceof Need.Nothing)) {
                return need;
            }
        }
        return new Need.Nothing();
    }

    /** Whether each required provider of the Pod is where it goes. */
    private Need provided(PodKey key, Set<PodKey> step) {
        NodeName to = destination(key);
        for (ImportWiring.Provider provider : required(key)) {
            boolean there = serving(to, step).anyMatch(pod -> provider.pods().contains(pod.key()))
                    || step.stream()
                            .anyMatch(pod -> goesTo(pod, to) && provider.pods().contains(pod));
            if (!there) {
                return another(arriving.getOrDefault(to, Set.of()).stream().filter(provider.pods()::contains));
            }
        }
        return new Need.Nothing();
    }

    /** Whether consumers that stay where the Pod is have another provider there. */
    private Need left(PodKey key, Set<PodKey> step) {
        NodeName from = pod(key).boundTo();
        for (PodFacts consumer : staying(from, step).toList()) {
            for (ImportWiring.Provider provider : required(consumer.key())) {
                boolean served = !provider.pods().contains(key)
                        || serving(from, step).anyMatch(pod -> provider.pods().contains(pod.key()));
                if (!served) {
                    return another(Stream.of(consumer.key()).filter(open::containsKey));
                }
            }
        }
        return new Need.Nothing();
    }

    /** Whether a node has room for those that go there once those that leave it are gone. */
    private Need room(NodeName node, Set<PodKey> step) {
        Resources free = now.node(node).orElseThrow().allocatable();
        for (PodFacts pod : staying(node, step).toList()) {
            free = free.minus(pod.demand());
        }
        Resources asked = Resources.NONE;
        for (PodKey key : step) {
            asked = goesTo(key, node) ? asked.plus(pod(key).demand()) : asked;
        }
        return asked.fits(free)
                ? new Need.Nothing()
                : another(staying(node, step).map(PodFacts::key).filter(open::containsKey));
    }

    private static Need another(Stream<PodKey> pods) {
        return pods.findFirst().<Need>map(Need.Another::new).orElse(new Need.Impossible());
    }

    /** Those that stay and are Ready: what is served by others isn't served. */
    private Stream<PodFacts> serving(NodeName node, Set<PodKey> step) {
        return staying(node, step).filter(pod -> pod.state().ready());
    }

    private Stream<PodFacts> staying(NodeName node, Set<PodKey> step) {
        Collection<PodFacts> there = now.podsOn(node);
        return there.stream().filter(pod -> !step.contains(pod.key()));
    }

    private List<ImportWiring.Provider> required(PodKey key) {
        return wiring.of(key).links().stream()
                .map(PodWiring.Link::provider)
                .filter(provider -> provider.policy() == LinkPolicy.REQUIRED)
                .toList();
    }

    private boolean goesTo(PodKey key, NodeName node) {
        return node.equals(open.get(key));
    }

    private NodeName destination(PodKey key) {
        NodeName node = open.get(key);
        if (node == null) {
            throw new IllegalStateException("Pod " + key + " is not to be moved");
        }
        return node;
    }

    private PodFacts pod(PodKey key) {
        return now.pod(key).orElseThrow();
    }
}

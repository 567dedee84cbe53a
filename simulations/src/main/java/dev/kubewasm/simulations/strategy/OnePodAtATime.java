package dev.kubewasm.simulations.strategy;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.filter.NodeClasses;
import dev.kubewasm.placement.filter.PodNeeds;
import dev.kubewasm.placement.wiring.WiringGraph;
import dev.kubewasm.placement.wiring.WiringIndex;
import dev.kubewasm.simulations.situation.Situation;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Places Pods one by one ({@link QueueOrder}), each on a node that takes them and has room. Links are unknown to
 * it, so a consumer may be placed where no provider is.
 */
final class OnePodAtATime implements BatchStrategy {
    private final NodeChoice choice;
    private final SplittableRandom random;
    private final PodRules rules = new PodRules();
    private final WiringIndex wiring = new WiringIndex();
    private final Map<NodeName, Integer> indexes = new HashMap<>();
    private Snapshot snapshot = Snapshot.EMPTY;
    private List<NodeFacts> nodes = List.of();
    private RoomTable room = new RoomTable(nodes);
    private NodeClasses classes = new NodeClasses(nodes);

    OnePodAtATime(NodeChoice choice, long seed) {
        this.choice = choice;
        this.random = new SplittableRandom(seed);
    }

    @Override
    public Placement place(Situation situation, Progress progress) {
        follow(situation.snapshot());
        rules.follow(situation);
        WiringGraph wired = wiring.graph(situation.pending());
        TreeMap<PodKey, NodeName> placed = new TreeMap<>();
        TreeMap<PodKey, String> unplaced = new TreeMap<>();
        for (PodFacts pod : QueueOrder.of(situation)) {
            BitSet taking = classes.ask(PodNeeds.of(pod, wired.of(pod.key()))).allowed();
            BitSet allowed = rules.leave(pod.key(), taking, nodes);
            long[] demand = room.demand(pod);
            int chosen = choice.choose(room, allowed, demand, random);
            if (chosen < 0) {
                unplaced.put(
                        pod.key(),
                        allowed.isEmpty()
                                ? "none of " + nodes.size() + " nodes takes it"
                                : "none of the " + allowed.cardinality() + " nodes that take it has room");
            } else {
                room.take(chosen, demand);
                rules.place(pod.key(), nodes.get(chosen).name());
                placed.put(pod.key(), nodes.get(chosen).name());
            }
            progress.step();
        }
        // What became of the proposal, the next snapshot says.
        rules.takeBack(placed.keySet());
        placed.forEach((key, node) -> count(situation.snapshot().pod(key).orElseThrow(), node, -1));
        return new Placement(placed, unplaced);
    }

    private void follow(Snapshot next) {
        Snapshot.Changes changes = next.changesSince(snapshot);
        snapshot = next;
        wiring.apply(changes);
        if (!changes.nodes().isEmpty()) {
            nodes = List.copyOf(next.nodes().values());
            indexes.clear();
            nodes.forEach(node -> indexes.put(node.name(), indexes.size()));
            room = new RoomTable(nodes);
            classes = new NodeClasses(nodes);
            for (NodeFacts node : nodes) {
                next.podsOn(node.name()).forEach(pod -> count(pod, node.name(), 1));
            }
        } else {
            for (Snapshot.Change<PodFacts> change : changes.pods()) {
                count(change.before(), -1);
                count(change.now(), 1);
            }
        }
    }

    private void count(Optional<PodFacts> pod, int sign) {
        pod.filter(PodFacts::occupies).ifPresent(there -> count(there, there.boundTo(), sign));
    }

    private void count(PodFacts pod, NodeName node, int sign) {
        @Nullable Integer index = indexes.get(node);
        if (index != null && sign > 0) {
            room.take(index, room.demand(pod));
        } else if (index != null) {
            room.give(index, room.demand(pod));
        }
    }
}

package dev.kubewasm.simulations.strategy;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.filter.NodeClasses;
import dev.kubewasm.placement.filter.PodNeeds;
import dev.kubewasm.placement.wiring.Wirer;
import dev.kubewasm.placement.wiring.WiringGraph;
import dev.kubewasm.simulations.situation.Situation;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Places Pods one by one ({@link QueueOrder}), each on a node that takes them and has room. Links are unknown to
 * it, so a consumer may be placed where no provider is.
 */
final class OnePodAtATime implements Strategy {
    private final NodeChoice choice;

    OnePodAtATime(NodeChoice choice) {
        this.choice = choice;
    }

    @Override
    public Placement place(Situation situation, long seed, Progress progress) {
        SplittableRandom random = new SplittableRandom(seed);
        List<NodeFacts> nodes = List.copyOf(situation.snapshot().nodes().values());
        RoomTable room = new RoomTable(nodes, situation.snapshot().pods().values());
        for (int i = 0; i < nodes.size(); i++) {
            for (PodFacts pod : situation.snapshot().podsOn(nodes.get(i).name())) {
                room.take(i, room.demand(pod));
            }
        }
        NodeClasses classes = new NodeClasses(nodes);
        WiringGraph wiring = Wirer.wire(situation.snapshot());
        TreeMap<PodKey, NodeName> placed = new TreeMap<>();
        TreeMap<PodKey, String> unplaced = new TreeMap<>();
        for (PodFacts pod : QueueOrder.of(situation)) {
            BitSet allowed = classes.ask(PodNeeds.of(pod, wiring.of(pod.key()))).allowed();
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
                placed.put(pod.key(), nodes.get(chosen).name());
            }
            progress.step();
        }
        return new Placement(placed, unplaced);
    }
}

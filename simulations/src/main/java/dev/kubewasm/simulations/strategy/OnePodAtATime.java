package dev.kubewasm.simulations.strategy;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.filter.NodeClasses;
import dev.kubewasm.placement.filter.PodNeeds;
import dev.kubewasm.placement.wiring.Wirer;
import dev.kubewasm.placement.wiring.WiringGraph;
import dev.kubewasm.simulations.situation.Situation;
import java.util.ArrayList;
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
    public Placement place(Situation situation, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<NodeFacts> nodes = List.copyOf(situation.snapshot().nodes().values());
        List<Resources> free = new ArrayList<>();
        for (NodeFacts node : nodes) {
            Resources left = node.allocatable();
            for (PodFacts pod : situation.snapshot().podsOn(node.name())) {
                left = left.minus(pod.demand());
            }
            free.add(left);
        }
        NodeClasses classes = new NodeClasses(nodes);
        WiringGraph wiring = Wirer.wire(situation.snapshot());
        TreeMap<PodKey, NodeName> placed = new TreeMap<>();
        TreeMap<PodKey, String> unplaced = new TreeMap<>();
        for (PodFacts pod : QueueOrder.of(situation)) {
            BitSet allowed = classes.ask(PodNeeds.of(pod, wiring.of(pod.key()))).allowed();
            int chosen = choose(pod, allowed, nodes, free, random);
            if (chosen < 0) {
                unplaced.put(
                        pod.key(),
                        allowed.isEmpty()
                                ? "none of " + nodes.size() + " nodes takes it"
                                : "none of the " + allowed.cardinality() + " nodes that take it has room");
            } else {
                free.set(chosen, free.get(chosen).minus(pod.demand()));
                placed.put(pod.key(), nodes.get(chosen).name());
            }
        }
        return new Placement(placed, unplaced);
    }

    private int choose(
            PodFacts pod, BitSet allowed, List<NodeFacts> nodes, List<Resources> free, SplittableRandom random) {
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        Resources demand = pod.demand();
        for (int i = allowed.nextSetBit(0); i >= 0; i = allowed.nextSetBit(i + 1)) {
            if (demand.fits(free.get(i))) {
                double cost =
                        choice.cost(free.get(i).minus(demand), nodes.get(i).allocatable(), random);
                if (cost < least) {
                    least = cost;
                    best = i;
                }
            }
        }
        return best;
    }
}

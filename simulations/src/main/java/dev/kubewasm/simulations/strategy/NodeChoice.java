package dev.kubewasm.simulations.strategy;

import java.util.BitSet;
import java.util.SplittableRandom;

/** Which of the nodes that take a Pod and have room for it the Pod gets. */
@FunctionalInterface
interface NodeChoice {
    /** How many nodes are tried at random before those with room are counted. */
    int TRIES = 16;

    /**
     * The node's index, or -1 if none has room.
     *
     * @param allowed nodes that take the Pod
     * @param demand of the Pod, in the table's order
     */
    int choose(RoomTable room, BitSet allowed, long[] demand, SplittableRandom random);

    /** The first in the order of names. */
    static NodeChoice first() {
        return (room, allowed, demand, random) -> room.next(0, allowed, demand);
    }

    /** The one that is left with least, as a share of its CPU and of its memory; of equal ones the first. */
    static NodeChoice tightest() {
        return (room, allowed, demand, random) -> {
            int best = -1;
            double least = Double.POSITIVE_INFINITY;
            for (int node = room.next(0, allowed, demand); node >= 0; node = room.next(node + 1, allowed, demand)) {
                double left = room.left(node, demand);
                if (left < least) {
                    least = left;
                    best = node;
                }
            }
            return best;
        };
    }

    /** Any, each as likely as another: a node drawn is as likely as any with room, so that few draws are enough. */
    static NodeChoice random() {
        return (room, allowed, demand, random) -> {
            for (int i = 0; i < TRIES && !allowed.isEmpty(); i++) {
                int drawn = random.nextInt(allowed.length());
                if (allowed.get(drawn) && room.fits(drawn, demand)) {
                    return drawn;
                }
            }
            int chosen = -1;
            int seen = 0;
            for (int node = room.next(0, allowed, demand); node >= 0; node = room.next(node + 1, allowed, demand)) {
                if (random.nextInt(++seen) == 0) {
                    chosen = node;
                }
            }
            return chosen;
        };
    }
}

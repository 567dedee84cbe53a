package dev.kubewasm.simulations.strategy;

import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Resources;
import java.util.SplittableRandom;

/** Which of the nodes that take a Pod it gets: the one with the lowest cost, of equal ones the first. */
@FunctionalInterface
interface NodeChoice {
    /**
     * What a node costs.
     *
     * @param free what is left on it once the Pod is there
     * @param allocatable what it had
     */
    double cost(Resources free, Resources allocatable, SplittableRandom random);

    /** The first. */
    static NodeChoice first() {
        return (free, allocatable, random) -> 0;
    }

    /** The one that is left with least, as a share of its CPU and of its memory. */
    static NodeChoice tightest() {
        return (free, allocatable, random) ->
                share(free, allocatable, ResourceName.CPU) + share(free, allocatable, ResourceName.MEMORY);
    }

    /** Any. */
    static NodeChoice random() {
        return (free, allocatable, random) -> random.nextDouble();
    }

    private static double share(Resources free, Resources allocatable, ResourceName resource) {
        long all = allocatable.get(resource);
        return all == 0 ? 0 : (double) free.get(resource) / all;
    }
}

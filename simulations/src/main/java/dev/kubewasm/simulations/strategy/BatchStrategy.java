package dev.kubewasm.simulations.strategy;

import dev.kubewasm.simulations.situation.Situation;

/**
 * A way to place Pods. What it has worked out about a situation it keeps for the next, of which only what differs is looked
 * at.
 */
@FunctionalInterface
interface BatchStrategy {
    /**
     * Places all that is pending in {@code situation}.
     *
     * @param progress hears of each Pod that has been looked at, where Pods are looked at one by one
     */
    Placement place(Situation situation, Progress progress);
}

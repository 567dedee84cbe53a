package dev.kubewasm.simulations.strategy;

import dev.kubewasm.simulations.situation.Situation;

/**
 * A way to place pending Pods. What it has worked out about a situation it keeps for the next, of which only what differs is
 * looked at. The result depends on its seed and the situations it was given, in their order. One owner.
 */
public interface Strategy {
    /**
     * Places what is pending in {@code situation}.
     *
     * @param progress hears of each Pod that has been looked at, where Pods are looked at one by one
     */
    Placement place(Situation situation, Progress progress);
}

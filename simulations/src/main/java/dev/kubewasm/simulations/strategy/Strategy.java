package dev.kubewasm.simulations.strategy;

import dev.kubewasm.simulations.situation.Situation;

/** A way to place pending Pods. Pure: the result depends on its arguments alone. */
public interface Strategy {
    /**
     * Places what is pending in {@code situation}.
     *
     * @param progress hears of each Pod that has been looked at, where Pods are looked at one by one
     */
    Placement place(Situation situation, long seed, Progress progress);
}

package dev.kubewasm.simulations.strategy;

import dev.kubewasm.simulations.situation.Situation;

/** A way to place pending Pods. Pure: the result depends on its arguments alone. */
public interface Strategy {
    /** Places what is pending in {@code situation}. */
    Placement place(Situation situation, long seed);
}

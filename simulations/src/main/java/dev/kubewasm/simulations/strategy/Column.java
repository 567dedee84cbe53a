package dev.kubewasm.simulations.strategy;

import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.simulations.situation.Situation;

/**
 * What is compared: a strategy and what it is given.
 *
 * @param name unique in its report
 * @param description for readers
 * @param situation to be placed
 * @param strategy that places it, not used before
 */
public record Column(String name, String description, Situation situation, Strategy strategy) {
    /** The column of a strategy under its own name. */
    public static Column of(Strategies strategy, Situation situation, PlacementSettings settings) {
        return new Column(strategy.id(), strategy.description(), situation, strategy.make(settings));
    }
}

package dev.kubewasm.simulations.strategy;

import dev.kubewasm.placement.RebalanceSettings;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.simulations.situation.Situation;
import java.util.Optional;

/**
 * What is compared: a strategy and what it is given.
 *
 * @param name unique in its report
 * @param description for readers
 * @param situation to be placed
 * @param strategy that places it, not used before
 * @param rebalance how to move bound Pods then, if that is asked for
 */
public record Column(
        String name,
        String description,
        Situation situation,
        Strategy strategy,
        Optional<RebalanceSettings> rebalance) {
    /** A column that is placed and not rebalanced. */
    public Column(String name, String description, Situation situation, Strategy strategy) {
        this(name, description, situation, strategy, Optional.empty());
    }

    /** The column of a strategy under its own name. */
    public static Column of(Strategies strategy, Situation situation, PlacementSettings settings) {
        return new Column(strategy.id(), strategy.description(), situation, strategy.make(settings));
    }

    /** The column of a strategy whose placement is rebalanced. */
    public static Column rebalanced(
            Strategies strategy, Situation situation, PlacementSettings settings, RebalanceSettings rebalance) {
        return new Column(
                "rebalance",
                "what " + strategy.id() + " leaves, rebalanced: Pods that had nodes are moved where that pays",
                situation,
                strategy.make(settings),
                Optional.of(rebalance));
    }
}

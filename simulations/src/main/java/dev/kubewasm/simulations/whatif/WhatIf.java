package dev.kubewasm.simulations.whatif;

import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.simulations.situation.Situation;
import dev.kubewasm.simulations.strategy.Column;
import dev.kubewasm.simulations.strategy.Strategies;
import java.util.List;

/**
 * A variant of the scenario beside it.
 *
 * @param name its column's
 * @param changes what is otherwise, in the order in which they are made
 * @param settings of its placement
 */
public record WhatIf(String name, List<Change> changes, PlacementSettings settings) {
    public WhatIf {
        changes = List.copyOf(changes);
    }

    /** The column of {@code strategy} for the changed situation. */
    public Column column(Situation situation, Strategies strategy) {
        Situation changed = situation;
        for (Change change : changes) {
            changed = Changes.apply(change, changed);
        }
        return new Column(
                name, strategy.id() + " in another situation or with other weights", changed, strategy.make(settings));
    }
}

package dev.kubewasm.simulations.strategy;

import dev.kubewasm.simulations.situation.Situation;
import java.util.OptionalLong;

/**
 * A scheduler in a cluster that is simulated: it is shown the cluster from time to time, and says which Pods go where. What it
 * proposes has come true the next time it is shown the cluster, unless that says otherwise. The result depends on its seed
 * and the situations it was shown, in their order. One owner.
 */
public interface Strategy {
    /**
     * Places those of the pending Pods of {@code situation} that are due.
     *
     * @param now virtual milliseconds; not earlier than the last time
     * @param progress hears of each Pod that has been looked at
     */
    Placement place(Situation situation, long now, Progress progress);

    /** When it is to be asked again if nothing happens: the virtual time, or empty for never. */
    OptionalLong nextAttempt();
}

package dev.kubewasm.simulations.strategy;

import dev.kubewasm.scheduler.core.QueueSettings;
import dev.kubewasm.simulations.situation.Situation;
import java.util.OptionalLong;

/**
 * What came of pending Pods that were placed once.
 *
 * @param situation afterwards
 * @param placement how it came about
 */
public record OneShot(Situation situation, Placement placement) {
    /** Virtual milliseconds: when nothing has changed for so long, each Pod that waits was tried since. */
    private static final long SETTLED_AFTER = QueueSettings.DEFAULT.maxBackoff().toMillis();

    /**
     * Lets the strategy work until nothing more comes of it. The clock goes on from one attempt to the next: Pods for which
     * others leave are tried again after their backoff.
     *
     * @param strategy not used before
     */
    public static OneShot of(Situation described, Strategy strategy, Progress progress) {
        Situation situation = described;
        Placement all = Placement.NONE;
        long changed = 0;
        OptionalLong next = OptionalLong.of(0);
        while (next.isPresent() && next.getAsLong() <= changed + SETTLED_AFTER) {
            long now = next.getAsLong();
            Placement placement = strategy.place(situation, now, progress);
            all = all.then(placement);
            if (placement.changesAnything()) {
                changed = now;
                situation = placement.appliedTo(situation);
                next = OptionalLong.of(now + 1);
            } else {
                next = later(strategy.nextAttempt(), now);
            }
        }
        return new OneShot(situation, all);
    }

    private static OptionalLong later(OptionalLong next, long now) {
        return next.isPresent() ? OptionalLong.of(Math.max(next.getAsLong(), now + 1)) : next;
    }
}

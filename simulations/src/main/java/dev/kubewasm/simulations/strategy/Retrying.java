package dev.kubewasm.simulations.strategy;

import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.simulations.situation.Situation;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Gives a way to place Pods the patience of a scheduler's queue: a Pod that found no node is tried again when something has
 * happened that may help, and not before its backoff is over, 1 second, doubled with each attempt up to 10.
 */
final class Retrying implements Strategy {
    private static final long FIRST_BACKOFF = 1_000;
    private static final long LAST_BACKOFF = 10_000;

    private final BatchStrategy batches;
    private final Map<PodKey, Wait> waits = new LinkedHashMap<>();
    private Snapshot shown = Snapshot.EMPTY;
    private long helped;

    /**
     * @param backoff after the next attempt
     * @param notBefore when that may be
     * @param helpSeen what had happened at the last; less than any if there was none
     */
    private record Wait(long backoff, long notBefore, long helpSeen) {
        private static final Wait NEW = new Wait(FIRST_BACKOFF, 0, -1);
    }

    Retrying(BatchStrategy batches) {
        this.batches = batches;
    }

    @Override
    public Placement place(Situation situation, long now, Progress progress) {
        if (mayHelp(situation.snapshot().changesSince(shown))) {
            helped++;
        }
        shown = situation.snapshot();
        waits.keySet().retainAll(situation.pending());
        situation.pending().forEach(pod -> waits.putIfAbsent(pod, Wait.NEW));
        Set<PodKey> due = new LinkedHashSet<>();
        waits.forEach((pod, wait) -> {
            if (wait.helpSeen < helped && wait.notBefore <= now) {
                due.add(pod);
            }
        });
        if (due.isEmpty()) {
            return Placement.NONE;
        }
        Placement placement = batches.place(situation.placing(due), progress);
        placement.nodes().keySet().forEach(waits::remove);
        placement
                .unplaced()
                .keySet()
                .forEach(pod -> waits.computeIfPresent(
                        pod,
                        (_, wait) -> new Wait(Math.min(2 * wait.backoff, LAST_BACKOFF), now + wait.backoff, helped)));
        return placement;
    }

    /** A node has changed, a Pod has gone, or one has come that may be a provider. */
    private static boolean mayHelp(Snapshot.Changes changes) {
        return !changes.nodes().isEmpty()
                || changes.pods().stream()
                        .anyMatch(change -> change.now().isEmpty()
                                || (change.before().isEmpty()
                                        && change.now()
                                                .filter(PodFacts::hasComponents)
                                                .isPresent()));
    }

    @Override
    public OptionalLong nextAttempt() {
        return waits.values().stream()
                .filter(wait -> wait.helpSeen < helped)
                .mapToLong(Wait::notBefore)
                .min();
    }
}

package dev.kubewasm.simulations.timeline;

import dev.kubewasm.placement.facts.PodKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pods without a node. As in the scheduler's queue, one that found none is tried again when something has happened that may
 * help, and not before its backoff is over: 1 second, doubled with each attempt up to 10.
 */
final class WaitingPods {
    private static final long FIRST_BACKOFF = 1_000;
    private static final long LAST_BACKOFF = 10_000;

    private final Map<PodKey, Wait> waits = new LinkedHashMap<>();
    private long helped;

    private record Wait(long since, long backoff, long notBefore, long helpSeen) {}

    int size() {
        return waits.size();
    }

    /** The Pods, in the order in which they came. */
    List<PodKey> pods() {
        return List.copyOf(waits.keySet());
    }

    /** A Pod that wants a node, and has since {@code since}. */
    void add(PodKey pod, long since) {
        waits.put(pod, new Wait(since, FIRST_BACKOFF, 0, -1));
    }

    /** Something has happened that may help those that wait. */
    void help() {
        helped++;
    }

    List<PodKey> due(long now) {
        List<PodKey> due = new ArrayList<>();
        waits.forEach((pod, wait) -> {
            if (wait.helpSeen < helped && wait.notBefore <= now) {
                due.add(pod);
            }
        });
        return due;
    }

    /** When the next is due as things are; -1 if none is. */
    long next() {
        return waits.values().stream()
                .filter(wait -> wait.helpSeen < helped)
                .mapToLong(Wait::notBefore)
                .min()
                .orElse(-1);
    }

    /** The Pod was tried and found no node. */
    void failed(PodKey pod, long now) {
        waits.computeIfPresent(
                pod,
                (key, wait) ->
                        new Wait(wait.since, Math.min(2 * wait.backoff, LAST_BACKOFF), now + wait.backoff, helped));
    }

    /** The Pod has a node or is gone; since when it waited, or -1 if it didn't. */
    long remove(PodKey pod) {
        @Nullable Wait wait = waits.remove(pod);
        return wait == null ? -1 : wait.since;
    }

    long since(PodKey pod) {
        @Nullable Wait wait = waits.get(pod);
        return wait == null ? -1 : wait.since;
    }
}

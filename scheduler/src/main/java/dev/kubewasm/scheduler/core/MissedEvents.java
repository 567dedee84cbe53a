package dev.kubewasm.scheduler.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What happened while Pods were being tried: kept from the beginning of the oldest attempt under way, as kube-scheduler does,
 * and so many events at most. Attempts overlap for ever where bindings are made beside the cycle. Not safe for use by several
 * threads.
 */
final class MissedEvents {
    private static final int KEPT = 1000;

    private final Deque<ClusterEvent> events = new ArrayDeque<>();
    private final TreeMap<Long, Integer> attempts = new TreeMap<>();
    /** The number of the first event that is kept; they are numbered one by one. */
    private long first;

    /** An attempt begins; the number of the first event that it may not see. */
    long begin() {
        long from = first + events.size();
        attempts.merge(from, 1, Integer::sum);
        return from;
    }

    /** An attempt that began at {@code from} is over. */
    void end(long from) {
        attempts.computeIfPresent(from, (_, count) -> count == 1 ? null : count - 1);
        if (attempts.isEmpty()) {
            first += events.size();
            events.clear();
        }
        while (!events.isEmpty() && first < attempts.firstKey()) {
            drop();
        }
    }

    void happened(ClusterEvent event) {
        if (attempts.isEmpty()) {
            return;
        }
        if (events.size() == KEPT) {
            drop();
        }
        events.add(event);
    }

    private void drop() {
        events.remove();
        first++;
    }

    /** What happened since an attempt began at {@code from}; empty if that isn't known any more. */
    Optional<Stream<ClusterEvent>> since(long from) {
        return from < first ? Optional.empty() : Optional.of(events.stream().skip(from - first));
    }

    /** How many are kept. */
    int size() {
        return events.size();
    }
}

package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.PodKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How many of the Pods that wait each plugin, or what else rejects Pods, has rejected at their last attempt; a Pod counts for each
 * that did, until it is tried again. Not safe for use by several threads.
 */
final class RejectedPods {
    private final QueueObserver observer;
    private final Map<PodKey, Set<String>> rejectors = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();

    /** @param observer is told of each number that changes */
    RejectedPods(QueueObserver observer) {
        this.observer = observer;
    }

    /** A Pod waits that these have rejected. */
    void put(PodKey pod, Set<String> by) {
        remove(pod);
        rejectors.put(pod, by);
        by.forEach(rejector -> count(rejector, 1));
    }

    /** A Pod is tried, or waits no more. */
    void remove(PodKey pod) {
        Set<String> by = rejectors.remove(pod);
        if (by != null) {
            by.forEach(rejector -> count(rejector, -1));
        }
    }

    private void count(String rejector, int more) {
        observer.rejected(rejector, counts.merge(rejector, more, Integer::sum));
    }
}

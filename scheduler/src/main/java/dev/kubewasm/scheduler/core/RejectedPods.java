package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.PodKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many of the Pods that wait each plugin, or what else rejects Pods, has rejected at their last attempt; a Pod counts for each
 * that did, until it is tried again. Not safe for use by several threads.
 */
final class RejectedPods {
    private final QueueObserver observer;
    private final Map<PodKey, List<Rejection>> rejections = new HashMap<>();
    private final Map<Rejection, Integer> counts = new HashMap<>();

    /** @param observer is told of each number that changes */
    RejectedPods(QueueObserver observer) {
        this.observer = observer;
    }

    /** By {@code by}, on behalf of a profile. */
    private record Rejection(String profile, String by) {}

    /** A Pod of this profile waits that these have rejected. */
    void put(PodKey pod, String profile, Set<String> by) {
        remove(pod);
        List<Rejection> all =
                by.stream().map(rejector -> new Rejection(profile, rejector)).toList();
        rejections.put(pod, all);
        all.forEach(rejection -> count(rejection, 1));
    }

    /** A Pod is tried, or waits no more. */
    void remove(PodKey pod) {
        List<Rejection> all = rejections.remove(pod);
        if (all != null) {
            all.forEach(rejection -> count(rejection, -1));
        }
    }

    private void count(Rejection rejection, int more) {
        observer.rejected(rejection.profile(), rejection.by(), counts.merge(rejection, more, Integer::sum));
    }
}

package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.PodKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The Pods that wait for a node, each in one of kube-scheduler's three states: <em>active</em> (to be tried now),
 * <em>backing off</em> (to be tried at an instant), <em>unschedulable</em> (to be tried when something happens that may
 * help, or after a long while). Not safe for use by several threads: {@link Scheduler} guards it.
 */
final class SchedulingQueue {
    private enum Place {
        ACTIVE,
        BACKOFF,
        UNSCHEDULABLE,
        IN_FLIGHT
    }

    private static final class Entry {
        private Place place = Place.ACTIVE;
        private int attempts;
        private Instant lastAttempt = Instant.MIN;
        /** Something happened that may help while the Pod was being tried: the attempt may not have seen it. */
        private boolean helpedInFlight;
    }

    private final InstantSource clock;
    private final QueueSettings settings;
    private final Map<PodKey, Entry> entries = new TreeMap<>();

    SchedulingQueue(InstantSource clock, QueueSettings settings) {
        this.clock = clock;
        this.settings = settings;
    }

    /** Takes a Pod in, to be tried at once; one that is there already stays where it is. */
    void add(PodKey pod) {
        entries.computeIfAbsent(pod, _ -> new Entry());
    }

    /** Tries a Pod at once that has changed itself: what was learnt about it is void. */
    void restart(PodKey pod) {
        Entry entry = entries.get(pod);
        if (entry != null && entry.place == Place.IN_FLIGHT) {
            entry.helpedInFlight = true;
            entry.attempts = 0;
        } else {
            entries.put(pod, new Entry());
        }
    }

    /** A Pod needs no node any more. */
    void remove(PodKey pod) {
        entries.remove(pod);
    }

    /** All the Pods that are to be tried now; each is in flight until its attempt is answered. */
    List<PodKey> pop() {
        Instant now = clock.instant();
        List<PodKey> due = new ArrayList<>();
        entries.forEach((pod, entry) -> {
            if (!dueAt(entry).isAfter(now)) {
                due.add(pod);
            }
        });
        return popTogether(due);
    }

    /** Those of {@code pods} that wait, due or not; each is in flight until its attempt is answered. */
    List<PodKey> popTogether(Collection<PodKey> pods) {
        Instant now = clock.instant();
        List<PodKey> popped = new ArrayList<>();
        for (PodKey pod : pods) {
            Entry entry = entries.get(pod);
            if (entry != null && entry.place != Place.IN_FLIGHT) {
                entry.place = Place.IN_FLIGHT;
                entry.attempts++;
                entry.lastAttempt = now;
                entry.helpedInFlight = false;
                popped.add(pod);
            }
        }
        return popped;
    }

    /** The Pods that wait, due or not. */
    List<PodKey> waiting() {
        return entries.entrySet().stream()
                .filter(e -> e.getValue().place != Place.IN_FLIGHT)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The Pod doesn't fit: it waits for something that may help. */
    void unschedulable(PodKey pod) {
        Entry entry = entries.get(pod);
        if (entry != null) {
            entry.place = entry.helpedInFlight ? Place.BACKOFF : Place.UNSCHEDULABLE;
        }
    }

    /** The attempt didn't come to an end: it is made again after the backoff. */
    void again(PodKey pod) {
        Entry entry = entries.get(pod);
        if (entry != null) {
            entry.place = Place.BACKOFF;
        }
    }

    /** Something happened that may help these of the unschedulable Pods: they are tried when their backoff is over. */
    void help(Predicate<PodKey> which) {
        entries.forEach((pod, entry) -> {
            if (entry.place == Place.UNSCHEDULABLE && which.test(pod)) {
                entry.place = Place.BACKOFF;
            } else if (entry.place == Place.IN_FLIGHT && which.test(pod)) {
                entry.helpedInFlight = true;
            }
        });
    }

    /** When there is something to try next: now or earlier if there is already; empty if nothing waits. */
    Optional<Instant> nextAttempt() {
        return entries.values().stream()
                .filter(entry -> entry.place != Place.IN_FLIGHT)
                .map(this::dueAt)
                .min(Comparator.naturalOrder());
    }

    /** How many Pods wait, by state. */
    QueueSizes sizes() {
        Instant now = clock.instant();
        int active = 0;
        int backoff = 0;
        int unschedulable = 0;
        for (Entry entry : entries.values()) {
            if (entry.place == Place.IN_FLIGHT) {
                continue;
            }
            if (!dueAt(entry).isAfter(now)) {
                active++;
            } else if (entry.place == Place.BACKOFF) {
                backoff++;
            } else {
                unschedulable++;
            }
        }
        return new QueueSizes(active, backoff, unschedulable);
    }

    private Instant dueAt(Entry entry) {
        return switch (entry.place) {
            case ACTIVE -> Instant.MIN;
            case BACKOFF -> entry.lastAttempt.plus(settings.backoff(entry.attempts));
            case UNSCHEDULABLE -> entry.lastAttempt.plus(settings.retryUnschedulableAfter());
            case IN_FLIGHT -> Instant.MAX;
        };
    }
}

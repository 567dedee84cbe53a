package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.PodKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The Pods that wait for a node, each in one of kube-scheduler's three states: <em>active</em> (to be tried now, the most
 * important first, of equals the one that came first), <em>backing off</em> (to be tried at an instant),
 * <em>unschedulable</em> (to be tried when something happens that may help, or after a long while). A change costs the
 * logarithm of their number; an event costs what there is of Pods that were rejected by something it may help against. Not
 * safe for use by several threads: {@link Scheduler} guards it.
 */
final class SchedulingQueue {
    /** Events kept for Pods that are being tried; after more of them each is taken to have been helped. */
    private static final int EVENTS_KEPT = 1000;

    private static final Comparator<Entry> MOST_IMPORTANT_FIRST =
            Comparator.comparingInt((Entry entry) -> -entry.priority).thenComparingLong(entry -> entry.number);
    private static final Comparator<Entry> FIRST_DUE_FIRST =
            Comparator.comparing((Entry entry) -> entry.due).thenComparingLong(entry -> entry.number);

    /** Whether an event may help a Pod that these rejected. */
    @FunctionalInterface
    interface Hint {
        boolean mayHelp(ClusterEvent event, PodKey pod, Set<String> rejectors);
    }

    private enum Place {
        ACTIVE,
        BACKOFF,
        UNSCHEDULABLE,
        IN_FLIGHT
    }

    private static final class Entry {
        private final PodKey pod;
        private final long number;
        private int priority;
        private Place place = Place.ACTIVE;
        private int attempts;
        private Instant lastAttempt = Instant.MIN;
        private Instant due = Instant.MIN;
        private Set<String> rejectors = Set.of();
        /** Of the events kept the first that its attempt may not have seen. */
        private int eventsFrom;
        /** Whether it has changed itself while it was being tried. */
        private boolean changed;

        Entry(PodKey pod, long number, int priority) {
            this.pod = pod;
            this.number = number;
            this.priority = priority;
        }
    }

    private final InstantSource clock;
    private final QueueSettings settings;
    private final Hint hint;
    private final Map<PodKey, Entry> entries = new HashMap<>();
    private final TreeSet<Entry> active = new TreeSet<>(MOST_IMPORTANT_FIRST);
    private final TreeSet<Entry> backingOff = new TreeSet<>(FIRST_DUE_FIRST);
    private final TreeSet<Entry> unschedulable = new TreeSet<>(FIRST_DUE_FIRST);
    private final Map<Set<String>, Set<Entry>> byRejectors = new HashMap<>();
    private final List<ClusterEvent> events = new ArrayList<>();
    private int inFlight;
    private long lastNumber;

    SchedulingQueue(InstantSource clock, QueueSettings settings, Hint hint) {
        this.clock = clock;
        this.settings = settings;
        this.hint = hint;
    }

    /** Takes a Pod in, to be tried at once; one that is there already stays where it is. */
    void add(PodKey pod, int priority) {
        if (!entries.containsKey(pod)) {
            Entry entry = new Entry(pod, ++lastNumber, priority);
            entries.put(pod, entry);
            active.add(entry);
        }
    }

    /** Tries a Pod at once that has changed itself: what was learnt about it is void. */
    void restart(PodKey pod, int priority) {
        Entry entry = entries.get(pod);
        if (entry == null) {
            add(pod, priority);
        } else if (entry.place == Place.IN_FLIGHT) {
            entry.changed = true;
            entry.attempts = 0;
            entry.priority = priority;
        } else {
            leave(entry);
            entry.attempts = 0;
            entry.priority = priority;
            enter(entry, Place.ACTIVE, Instant.MIN);
        }
    }

    /** A Pod needs no node any more. */
    void remove(PodKey pod) {
        Entry entry = entries.remove(pod);
        if (entry != null) {
            leave(entry);
        }
    }

    /** All the Pods that are to be tried now, in their order; each is in flight until its attempt is answered. */
    List<PodKey> pop() {
        activateDue();
        return popTogether(active.stream().map(entry -> entry.pod).toList());
    }

    /** Those of {@code pods} that wait, due or not; each is in flight until its attempt is answered. */
    List<PodKey> popTogether(Collection<PodKey> pods) {
        Instant now = clock.instant();
        List<PodKey> popped = new ArrayList<>();
        for (PodKey pod : pods) {
            Entry entry = entries.get(pod);
            if (entry != null && entry.place != Place.IN_FLIGHT) {
                leave(entry);
                entry.attempts++;
                entry.lastAttempt = now;
                entry.changed = false;
                entry.eventsFrom = events.size();
                enter(entry, Place.IN_FLIGHT, Instant.MAX);
                popped.add(pod);
            }
        }
        return popped;
    }

    /** The Pods that wait, due or not. */
    List<PodKey> waiting() {
        return entries.values().stream()
                .filter(entry -> entry.place != Place.IN_FLIGHT)
                .map(entry -> entry.pod)
                .sorted()
                .toList();
    }

    /** How often the Pod was tried, the attempt under way included. */
    int attempts(PodKey pod) {
        Entry entry = entries.get(pod);
        return entry == null ? 0 : entry.attempts;
    }

    /**
     * The Pod doesn't fit: it waits for something that may help.
     *
     * @param rejectors what rejected it; none: everything may help
     */
    void unschedulable(PodKey pod, Set<String> rejectors) {
        Entry entry = entries.get(pod);
        if (entry != null && entry.place == Place.IN_FLIGHT) {
            entry.rejectors = Set.copyOf(rejectors);
            boolean helped = entry.changed || wasHelped(entry);
            leave(entry);
            if (helped) {
                enter(entry, Place.BACKOFF, backoffEnds(entry));
            } else {
                enter(entry, Place.UNSCHEDULABLE, entry.lastAttempt.plus(settings.retryUnschedulableAfter()));
            }
        }
    }

    private boolean wasHelped(Entry entry) {
        return events.size() >= EVENTS_KEPT
                || events.subList(entry.eventsFrom, events.size()).stream()
                        .anyMatch(event -> hint.mayHelp(event, entry.pod, entry.rejectors));
    }

    /** The attempt didn't come to an end: it is made again after the backoff. */
    void again(PodKey pod) {
        Entry entry = entries.get(pod);
        if (entry != null && entry.place == Place.IN_FLIGHT) {
            leave(entry);
            enter(entry, Place.BACKOFF, backoffEnds(entry));
        }
    }

    /** Something happened: the unschedulable Pods that it may help are tried when their backoff is over. */
    void happened(ClusterEvent event) {
        if (inFlight > 0 && events.size() < EVENTS_KEPT) {
            events.add(event);
        }
        List<Entry> helped = new ArrayList<>();
        byRejectors.forEach((rejectors, rejected) -> {
            for (Entry entry : rejected) {
                if (hint.mayHelp(event, entry.pod, rejectors)) {
                    helped.add(entry);
                }
            }
        });
        for (Entry entry : helped) {
            leave(entry);
            enter(entry, Place.BACKOFF, backoffEnds(entry));
        }
    }

    private Instant backoffEnds(Entry entry) {
        return entry.attempts == 0 ? Instant.MIN : entry.lastAttempt.plus(settings.backoff(entry.attempts));
    }

    private void enter(Entry entry, Place place, Instant due) {
        entry.place = place;
        entry.due = due;
        switch (place) {
            case ACTIVE -> active.add(entry);
            case BACKOFF -> backingOff.add(entry);
            case UNSCHEDULABLE -> {
                unschedulable.add(entry);
                byRejectors
                        .computeIfAbsent(entry.rejectors, _ -> new LinkedHashSet<>())
                        .add(entry);
            }
            case IN_FLIGHT -> inFlight++;
        }
    }

    private void leave(Entry entry) {
        switch (entry.place) {
            case ACTIVE -> active.remove(entry);
            case BACKOFF -> backingOff.remove(entry);
            case UNSCHEDULABLE -> {
                unschedulable.remove(entry);
                byRejectors.computeIfPresent(entry.rejectors, (_, rejected) -> {
                    rejected.remove(entry);
                    return rejected.isEmpty() ? null : rejected;
                });
            }
            case IN_FLIGHT -> {
                inFlight--;
                if (inFlight == 0) {
                    events.clear();
                }
            }
        }
    }

    /** Those whose time has come are active. */
    private void activateDue() {
        Instant now = clock.instant();
        for (TreeSet<Entry> timed : List.of(backingOff, unschedulable)) {
            while (!timed.isEmpty() && !timed.first().due.isAfter(now)) {
                Entry entry = timed.first();
                leave(entry);
                enter(entry, Place.ACTIVE, Instant.MIN);
            }
        }
    }

    /** When there is something to try next: now or earlier if there is already; empty if nothing waits. */
    Optional<Instant> nextAttempt() {
        if (!active.isEmpty()) {
            return Optional.of(Instant.MIN);
        }
        Optional<Instant> next = Optional.empty();
        for (TreeSet<Entry> timed : List.of(backingOff, unschedulable)) {
            if (!timed.isEmpty() && (next.isEmpty() || timed.first().due.isBefore(next.get()))) {
                next = Optional.of(timed.first().due);
            }
        }
        return next;
    }

    /** How many Pods wait, by state. */
    QueueSizes sizes() {
        activateDue();
        return new QueueSizes(active.size(), backingOff.size(), unschedulable.size());
    }
}

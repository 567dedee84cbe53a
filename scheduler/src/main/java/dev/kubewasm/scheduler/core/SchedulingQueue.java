package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.scheduler.core.QueueEntry.Place;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The Pods that wait for a node, each in one of kube-scheduler's three states: <em>active</em> (to be tried now, the most
 * important first, of equals the one that came first), <em>backing off</em> (to be tried at an instant),
 * <em>unschedulable</em> (to be tried when something happens that may help, or after a long while). Pods that may belong
 * together gather first, those of each namespace until no more of them come, and groups that are known to be complete until
 * nobody joins these. A change costs the logarithm of their number; an event costs what
 * there is of Pods that were rejected by something it may help against. Not safe for use by several threads: {@link Scheduler}
 * guards it.
 */
final class SchedulingQueue {
    private static final Comparator<QueueEntry> MOST_IMPORTANT_FIRST = Comparator.comparingLong(
                    (QueueEntry entry) -> entry.rank)
            .reversed()
            .thenComparingLong(entry -> entry.number);
    private static final Comparator<QueueEntry> FIRST_DUE_FIRST =
            Comparator.comparing((QueueEntry entry) -> entry.due).thenComparingLong(entry -> entry.number);

    private static final String ACTIVE = "active";
    private static final String BACKOFF = "backoff";
    private static final String UNSCHEDULABLE = "unschedulable";
    private static final String FAILURE = "ScheduleAttemptFailure";

    /** Whether an event may help a Pod that these rejected. */
    @FunctionalInterface
    interface Hint {
        boolean mayHelp(ClusterEvent event, PodKey pod, Set<String> rejectors);
    }

    private final InstantSource clock;
    private final QueueSettings settings;
    private final Hint hint;
    private final QueueObserver observer;
    private final Map<PodKey, QueueEntry> entries = new HashMap<>();
    private final TreeSet<QueueEntry> active = new TreeSet<>(MOST_IMPORTANT_FIRST);
    private final TreeSet<QueueEntry> backingOff = new TreeSet<>(FIRST_DUE_FIRST);
    private final TreeSet<QueueEntry> unschedulable = new TreeSet<>(FIRST_DUE_FIRST);
    private final Map<Set<String>, Set<QueueEntry>> byRejectors = new HashMap<>();
    private final Map<String, Gathering> gathering = new TreeMap<>();
    /** Those that gather and of which it isn't known what links them to others; and of these, those that just came. */
    private final Set<QueueEntry> unlinked = new LinkedHashSet<>();

    private final Set<QueueEntry> arrived = new LinkedHashSet<>();
    private final Map<String, Set<QueueEntry>> byInterface = new HashMap<>();
    private final MissedEvents missed = new MissedEvents();
    private long lastNumber;

    SchedulingQueue(InstantSource clock, QueueSettings settings, Hint hint, QueueObserver observer) {
        this.clock = clock;
        this.settings = settings;
        this.hint = hint;
        this.observer = observer;
    }

    /**
     * Takes a Pod in, to be tried at once; one that is there already stays where it is.
     *
     * @param rank by {@link QueueOrder}
     * @param grouped whether it may belong together with others: then it waits for them to come
     */
    void add(PodKey pod, long rank, boolean grouped) {
        if (!entries.containsKey(pod)) {
            QueueEntry entry = new QueueEntry(pod, ++lastNumber, rank, grouped, clock.instant());
            entries.put(pod, entry);
            enterAnew(entry);
            observer.came(ACTIVE, "PodAdd");
        }
    }

    /** Tries a Pod at once that has changed itself: what was learnt about it is void. */
    void restart(PodKey pod, long rank, boolean grouped) {
        QueueEntry entry = entries.get(pod);
        if (entry == null) {
            add(pod, rank, grouped);
            return;
        }
        boolean waits = entry.place != Place.IN_FLIGHT;
        if (waits) {
            leave(entry);
        }
        entry.attempts = 0;
        entry.came = clock.instant();
        entry.rank = rank;
        entry.grouped = grouped;
        unlink(entry);
        if (waits) {
            enterAnew(entry);
            observer.came(ACTIVE, "PodUpdate");
        } else {
            entry.changed = true;
        }
    }

    /** Those that wait for others to come are tried now: there are no others. */
    void endGathering() {
        for (PodKey pod : gathering()) {
            QueueEntry entry = Objects.requireNonNull(entries.get(pod));
            leave(entry);
            enter(entry, Place.ACTIVE, Instant.MIN);
        }
    }

    private void enterAnew(QueueEntry entry) {
        boolean gathers = entry.grouped && settings.gatherQuiet().isPositive();
        enter(entry, gathers ? Place.GATHERING : Place.ACTIVE, Instant.MIN);
    }

    /** A Pod needs no node any more. */
    void remove(PodKey pod) {
        QueueEntry entry = entries.remove(pod);
        if (entry != null) {
            leave(entry);
            unlink(entry);
        }
    }

    /** It is known what links a Pod to others. */
    void linked(PodKey pod, LinkInterfaces links) {
        QueueEntry entry = entries.get(pod);
        if (entry == null || entry.links.filter(links::equals).isPresent()) {
            return;
        }
        unlink(entry);
        entry.links = Optional.of(links);
        links.all().forEach(name -> byInterface
                .computeIfAbsent(name, _ -> new LinkedHashSet<>())
                .add(entry));
        if (entry.place == Place.GATHERING) {
            unlinked.remove(entry);
            arrived.remove(entry);
            Objects.requireNonNull(gathering.get(pod.namespace())).linked(entry);
        }
    }

    private void unlink(QueueEntry entry) {
        entry.links.ifPresent(links -> links.all()
                .forEach(name -> byInterface.computeIfPresent(name, (_, with) -> {
                    with.remove(entry);
                    return with.isEmpty() ? null : with;
                })));
        entry.links = Optional.empty();
    }

    /** A Pod belongs to no others: it waits for none. */
    void standsAlone(PodKey pod) {
        QueueEntry entry = entries.get(pod);
        if (entry != null && entry.place == Place.GATHERING) {
            leave(entry);
            enter(entry, Place.ACTIVE, Instant.MIN);
        }
    }

    /**
     * The Pods that are to be tried now, in their order; each is in flight until its attempt is answered. Of those that
     * belong to no others so many at once as is set, so that a more important one that comes is soon decided about.
     */
    List<PodKey> pop() {
        activateDue();
        List<PodKey> due = new ArrayList<>();
        int single = 0;
        for (QueueEntry entry : active) {
            if (entry.grouped || single++ < settings.singlesAtOnce()) {
                due.add(entry.pod);
            }
        }
        return popTogether(due);
    }

    /** Those of {@code pods} that wait, due or not; each is in flight until its attempt is answered. */
    List<PodKey> popTogether(Collection<PodKey> pods) {
        Instant now = clock.instant();
        List<PodKey> popped = new ArrayList<>();
        for (PodKey pod : pods) {
            QueueEntry entry = entries.get(pod);
            if (entry != null && entry.place != Place.IN_FLIGHT) {
                leave(entry);
                entry.attempts++;
                entry.lastAttempt = now;
                entry.changed = false;
                enter(entry, Place.IN_FLIGHT, Instant.MAX);
                popped.add(pod);
            }
        }
        return popped;
    }

    /** Whether a Pod that came with others may wait on until it is known whom they belong to: for so long at most as is set. */
    boolean mayGather(PodKey pod) {
        QueueEntry entry = entries.get(pod);
        return entry != null
                && entry.grouped
                && entry.came.plus(settings.gatherUnreadAtMost()).isAfter(clock.instant());
    }

    /** The Pod isn't tried now: it waits on for those that it may belong to. */
    void gatherOn(PodKey pod) {
        QueueEntry entry = entries.get(pod);
        if (entry != null && entry.place == Place.IN_FLIGHT) {
            leave(entry);
            entry.attempts = Math.max(0, entry.attempts - 1);
            enterAnew(entry);
        }
    }

    /** The Pods that wait for others to come. */
    List<PodKey> gathering() {
        return gathering.values().stream()
                .flatMap(together -> together.members().stream())
                .map(entry -> entry.pod)
                .toList();
    }

    /** Those of them of which it isn't known what links them to others. */
    List<PodKey> unlinked() {
        return unlinked.stream().map(entry -> entry.pod).toList();
    }

    /** Whether there are some of these that came since they were asked for last. */
    boolean hasArrived() {
        return !arrived.isEmpty();
    }

    /** Those of these that came since this was asked last. */
    List<PodKey> takeArrived() {
        List<PodKey> pods = arrived.stream().map(entry -> entry.pod).toList();
        arrived.clear();
        return pods;
    }

    /** The Pods that wait, due or not, and may be linked to Pods of {@code batch}, as far as that is known. */
    List<PodKey> neighbours(Collection<PodKey> batch) {
        List<QueueEntry> tried =
                batch.stream().map(entries::get).filter(Objects::nonNull).toList();
        return LinkNeighbours.of(
                        tried,
                        entry -> entry.links.map(LinkInterfaces::all).orElse(Set.of()),
                        name -> byInterface.getOrDefault(name, Set.of()).stream()
                                .filter(entry -> entry.place != Place.IN_FLIGHT)
                                .toList())
                .stream()
                .map(entry -> entry.pod)
                .toList();
    }

    /** How often the Pod was tried, the attempt under way included. */
    int attempts(PodKey pod) {
        QueueEntry entry = entries.get(pod);
        return entry == null ? 0 : entry.attempts;
    }

    /** How long ago the Pod came; zero if it isn't here. */
    Duration since(PodKey pod) {
        QueueEntry entry = entries.get(pod);
        return entry == null ? Duration.ZERO : Duration.between(entry.first, clock.instant());
    }

    /**
     * The Pod doesn't fit: it waits for something that may help.
     *
     * @param rejectors what rejected it; none: everything may help
     */
    void unschedulable(PodKey pod, Set<String> rejectors) {
        QueueEntry entry = entries.get(pod);
        if (entry != null && entry.place == Place.IN_FLIGHT) {
            entry.rejectors = Set.copyOf(rejectors);
            boolean helped = entry.changed || wasHelped(entry);
            leave(entry);
            if (helped) {
                backOff(entry, backoffEnds(entry), FAILURE);
            } else {
                enter(entry, Place.UNSCHEDULABLE, entry.lastAttempt.plus(settings.retryUnschedulableAfter()));
                observer.came(UNSCHEDULABLE, FAILURE);
            }
        }
    }

    private boolean wasHelped(QueueEntry entry) {
        return missed.since(entry.eventsFrom)
                .map(events -> events.anyMatch(event -> hint.mayHelp(event, entry.pod, entry.rejectors)))
                .orElse(true);
    }

    /**
     * The attempt didn't come to an end: it is made again after the backoff.
     *
     * @param notBefore for how long from now on it isn't, however short the backoff
     */
    void again(PodKey pod, Duration notBefore) {
        QueueEntry entry = entries.get(pod);
        if (entry != null && entry.place == Place.IN_FLIGHT) {
            leave(entry);
            Instant backoff = backoffEnds(entry);
            Instant earliest = clock.instant().plus(notBefore);
            backOff(entry, backoff.isAfter(earliest) ? backoff : earliest, FAILURE);
        }
    }

    /** Something happened: the unschedulable Pods that it may help are tried when their backoff is over. */
    void happened(ClusterEvent event) {
        missed.happened(event);
        List<QueueEntry> helped = new ArrayList<>();
        byRejectors.forEach((rejectors, rejected) -> {
            for (QueueEntry entry : rejected) {
                if (hint.mayHelp(event, entry.pod, rejectors)) {
                    helped.add(entry);
                }
            }
        });
        for (QueueEntry entry : helped) {
            leave(entry);
            backOff(entry, backoffEnds(entry), event.label());
        }
    }

    private void backOff(QueueEntry entry, Instant until, String event) {
        boolean over = !until.isAfter(clock.instant());
        enter(entry, over ? Place.ACTIVE : Place.BACKOFF, until);
        observer.came(over ? ACTIVE : BACKOFF, event);
    }

    private Instant backoffEnds(QueueEntry entry) {
        return entry.attempts == 0 ? Instant.MIN : entry.lastAttempt.plus(settings.backoff(entry.attempts));
    }

    private void enter(QueueEntry entry, Place place, Instant due) {
        entry.place = place;
        entry.due = due;
        switch (place) {
            case GATHERING -> {
                gathering
                        .computeIfAbsent(entry.pod.namespace(), _ -> new Gathering(clock, settings))
                        .add(entry);
                if (entry.links.isEmpty()) {
                    unlinked.add(entry);
                    arrived.add(entry);
                }
            }
            case ACTIVE -> active.add(entry);
            case BACKOFF -> backingOff.add(entry);
            case UNSCHEDULABLE -> {
                unschedulable.add(entry);
                byRejectors
                        .computeIfAbsent(entry.rejectors, _ -> new LinkedHashSet<>())
                        .add(entry);
            }
            case IN_FLIGHT -> entry.eventsFrom = missed.begin();
        }
    }

    private void leave(QueueEntry entry) {
        switch (entry.place) {
            case GATHERING -> {
                unlinked.remove(entry);
                arrived.remove(entry);
                gathering.computeIfPresent(entry.pod.namespace(), (_, together) -> {
                    together.remove(entry);
                    return together.isEmpty() ? null : together;
                });
            }
            case ACTIVE -> active.remove(entry);
            case BACKOFF -> backingOff.remove(entry);
            case UNSCHEDULABLE -> {
                unschedulable.remove(entry);
                byRejectors.computeIfPresent(entry.rejectors, (_, rejected) -> {
                    rejected.remove(entry);
                    return rejected.isEmpty() ? null : rejected;
                });
            }
            case IN_FLIGHT -> missed.end(entry.eventsFrom);
        }
    }

    /** Those whose time has come are active. */
    private void activateDue() {
        for (Gathering together : List.copyOf(gathering.values())) {
            for (QueueEntry entry : together.due()) {
                leave(entry);
                enter(entry, Place.ACTIVE, Instant.MIN);
            }
        }
        Instant now = clock.instant();
        for (TreeSet<QueueEntry> timed : List.of(backingOff, unschedulable)) {
            while (!timed.isEmpty() && !timed.first().due.isAfter(now)) {
                QueueEntry entry = timed.first();
                observer.came(ACTIVE, entry.place == Place.BACKOFF ? "BackoffComplete" : "UnschedulableTimeout");
                leave(entry);
                enter(entry, Place.ACTIVE, Instant.MIN);
            }
        }
    }

    /** When there is something to try next: now or earlier if there is already; empty if nothing waits. */
    Optional<Instant> nextAttempt() {
        if (!active.isEmpty()) {
            return Optional.of(clock.instant());
        }
        Optional<Instant> next = gathering.values().stream()
                .flatMap(together -> together.ends().stream())
                .min(Comparator.naturalOrder());
        for (TreeSet<QueueEntry> timed : List.of(backingOff, unschedulable)) {
            if (!timed.isEmpty() && (next.isEmpty() || timed.first().due.isBefore(next.get()))) {
                next = Optional.of(timed.first().due);
            }
        }
        return next;
    }

    /**
     * How many Pods wait, by state; those that gather count as active.
     *
     * @param gated how many wait for their gates, which aren't here
     */
    QueueSizes sizes(int gated) {
        activateDue();
        return new QueueSizes(active.size() + gathering().size(), backingOff.size(), unschedulable.size(), gated);
    }
}

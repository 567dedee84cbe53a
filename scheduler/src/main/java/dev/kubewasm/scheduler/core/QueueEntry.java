package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.PodKey;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** A Pod in the {@link SchedulingQueue}, which alone changes it. */
final class QueueEntry {
    /** Where it is. */
    enum Place {
        GATHERING,
        ACTIVE,
        BACKOFF,
        UNSCHEDULABLE,
        IN_FLIGHT
    }

    final PodKey pod;
    final long number;
    /** When it came first. */
    final Instant first;

    long rank;
    /** Whether it may belong together with others. */
    boolean grouped;

    /** What links it to others; empty while that isn't known. */
    Optional<LinkInterfaces> links = Optional.empty();

    /** When it came, or changed itself last. */
    Instant came;

    Place place = Place.ACTIVE;
    int attempts;
    Instant lastAttempt = Instant.MIN;
    Instant due = Instant.MIN;
    Set<String> rejectors = Set.of();
    /** The number of the first event that its attempt may not have seen. */
    long eventsFrom;
    /** Whether it has changed itself while it was being tried. */
    boolean changed;

    /** @param number the smaller, the earlier it came */
    QueueEntry(PodKey pod, long number, long rank, boolean grouped, Instant came) {
        this.pod = pod;
        this.number = number;
        this.rank = rank;
        this.grouped = grouped;
        this.first = came;
        this.came = came;
    }
}

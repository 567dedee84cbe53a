package dev.kubewasm.scheduler.core;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Those that wait for each other until no more of them come. Not safe for use by several threads. */
final class Gathering {
    private final InstantSource clock;
    private final Duration quiet;
    private final Duration atMost;
    private final Set<QueueEntry> members = new LinkedHashSet<>();
    private Instant since = Instant.MIN;
    private Instant last = Instant.MIN;

    /** For as long as {@code settings} say. */
    Gathering(InstantSource clock, QueueSettings settings) {
        this.clock = clock;
        this.quiet = settings.gatherQuiet();
        this.atMost = settings.gatherAtMost();
    }

    void add(QueueEntry member) {
        last = clock.instant();
        if (members.isEmpty()) {
            since = last;
        }
        members.add(member);
    }

    void remove(QueueEntry member) {
        members.remove(member);
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /** In the order they came. */
    List<QueueEntry> members() {
        return List.copyOf(members);
    }

    /** When those that are there now have waited long enough; empty if there are none. */
    Optional<Instant> ends() {
        Instant silence = last.plus(quiet);
        Instant latest = since.plus(atMost);
        return members.isEmpty() ? Optional.empty() : Optional.of(silence.isBefore(latest) ? silence : latest);
    }

    /** Whether those that are there have waited long enough. */
    boolean isOver() {
        return ends().filter(end -> !end.isAfter(clock.instant())).isPresent();
    }
}

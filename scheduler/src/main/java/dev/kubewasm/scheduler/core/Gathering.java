package dev.kubewasm.scheduler.core;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Those that wait for each other until no more of them come; a group that is known to be complete waits for no others than its
 * own. Not safe for use by several threads.
 */
final class Gathering {
    private final InstantSource clock;
    private final Duration quiet;
    private final Duration atMost;
    /** When they came, in this order. */
    private final Map<QueueEntry, Instant> members = new LinkedHashMap<>();

    private final GatheringGroups<QueueEntry> groups = new GatheringGroups<>();
    private Instant last = Instant.MIN;

    /** For as long as {@code settings} say. */
    Gathering(InstantSource clock, QueueSettings settings) {
        this.clock = clock;
        this.quiet = settings.gatherQuiet();
        this.atMost = settings.gatherAtMost();
    }

    void add(QueueEntry member) {
        last = clock.instant();
        members.put(member, last);
        linked(member);
    }

    /** It may have become known what links a member to others. */
    void linked(QueueEntry member) {
        groups.remove(member);
        member.links.ifPresent(links -> groups.add(member, links, clock.instant()));
    }

    void remove(QueueEntry member) {
        members.remove(member);
        groups.remove(member);
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /** In the order they came. */
    List<QueueEntry> members() {
        return List.copyOf(members.keySet());
    }

    /** When some of those that are there now have waited long enough; empty if there are none. */
    Optional<Instant> ends() {
        return Stream.concat(allEnd().stream(), groups.quietest().map(this::silenceAfter).stream())
                .min(Instant::compareTo);
    }

    private Optional<Instant> allEnd() {
        if (members.isEmpty()) {
            return Optional.empty();
        }
        Instant latest = members.values().iterator().next().plus(atMost);
        Instant silence = silenceAfter(last);
        return Optional.of(silence.isBefore(latest) ? silence : latest);
    }

    private Instant silenceAfter(Instant joined) {
        return joined.plus(quiet);
    }

    /**
     * Those that have waited long enough. When a group has, those go along that have waited half as long: so a burst of them is
     * decided about in few cycles.
     */
    List<QueueEntry> due() {
        Instant now = clock.instant();
        if (allEnd().filter(end -> !end.isAfter(now)).isPresent()) {
            return members();
        }
        return groups.quietest()
                .filter(joined -> !silenceAfter(joined).isAfter(now))
                .map(_ -> groups.quietSince(now.minus(quiet.dividedBy(2))))
                .orElse(List.of());
    }
}

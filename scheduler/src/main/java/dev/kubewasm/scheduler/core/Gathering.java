package dev.kubewasm.scheduler.core;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        return members.isEmpty()
                ? Optional.empty()
                : Stream.concat(
                                Stream.of(silenceAfter(last), oldest().plus(atMost)),
                                groups.quietest().map(this::silenceAfter).stream())
                        .min(Instant::compareTo);
    }

    private Instant oldest() {
        return members.values().iterator().next();
    }

    private Instant silenceAfter(Instant joined) {
        return joined.plus(quiet);
    }

    /**
     * Those that have waited long enough. When nobody came for a while, all. When a group that is complete has, those go along that
     * have waited half as long: so a burst of them is decided about in few cycles. Who has waited for as long as anybody may goes with
     * those that are known to belong to it, and not with strangers that came just now.
     */
    Collection<QueueEntry> due() {
        Instant now = clock.instant();
        if (!silenceAfter(last).isAfter(now)) {
            return members();
        }
        Set<QueueEntry> due = new LinkedHashSet<>();
        for (Map.Entry<QueueEntry, Instant> member : members.entrySet()) {
            if (member.getValue().plus(atMost).isAfter(now)) {
                break;
            }
            due.addAll(groups.with(member.getKey()));
        }
        groups.quietest()
                .filter(joined -> !silenceAfter(joined).isAfter(now))
                .ifPresent(_ -> due.addAll(groups.quietSince(now.minus(quiet.dividedBy(2)))));
        return due;
    }
}

package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.scheduler.core.PlacementStage.Hold;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps a large group from being starved by a stream of small Pods: one that has lacked nothing but room for so long is
 * nominated to a node, as a Pod is for which others are made to leave, so that no Pod of its priority or less takes what
 * becomes free there. One group at a time has that, the first that is entitled to it, and not for ever: it may turn out that
 * something else is in its way. Nobody is made to leave. Belongs to the cycle.
 */
final class RoomHolding {
    /** Pods whose waiting is remembered; when there are more, all begin to wait anew. */
    private static final int KEPT = 10_000;

    private final SchedulingState state;
    private final InstantSource clock;
    private final Duration after;
    private final Map<PodKey, Instant> lackingSince = new HashMap<>();
    private Optional<Held> held = Optional.empty();

    /** A group has the room held for so many times as long as it waited for that. */
    private static final int LASTS = 10;

    private record Held(PodKey pod, Hold hold, Instant since) {}

    /** @param after how long a group waits before room is held for it */
    RoomHolding(SchedulingState state, InstantSource clock, Duration after) {
        this.state = state;
        this.clock = clock;
        this.after = after;
    }

    /** The Pod lacks room and nothing else. */
    void lacks(PodKey pod, Hold hold) {
        if (lackingSince.size() >= KEPT) {
            lackingSince.clear();
        }
        refused(pod);
        Instant now = clock.instant();
        Instant since = lackingSince.computeIfAbsent(pod, _ -> now);
        boolean entitled = !since.plus(after).isAfter(now);
        boolean free = held.flatMap(group -> state.pod(group.pod()))
                .filter(CachedPod::waits)
                .isEmpty();
        if (entitled && free) {
            letGo();
            held = Optional.of(new Held(pod, hold, now));
            hold.members().forEach(member -> nominate(member, Optional.of(hold)));
        }
    }

    /** The Pod wasn't placed, for whatever reason: the room that is held for it is held no longer than it may be. */
    void refused(PodKey pod) {
        held.filter(group -> group.pod().equals(pod))
                .filter(group -> !group.since().plus(after.multipliedBy(LASTS)).isAfter(clock.instant()))
                .ifPresent(_ -> {
                    letGo();
                    lackingSince.remove(pod);
                });
    }

    /** The Pod was placed. */
    void placed(PodKey pod) {
        lackingSince.remove(pod);
        if (held.filter(group -> group.pod().equals(pod)).isPresent()) {
            letGo();
        }
    }

    private void letGo() {
        held.ifPresent(group -> group.hold().members().forEach(member -> nominate(member, Optional.empty())));
        held = Optional.empty();
    }

    private void nominate(PodKey key, Optional<Hold> hold) {
        state.pod(key).ifPresent(pod -> state.nominate(key, pod.uid(), hold.map(Hold::node)));
    }
}

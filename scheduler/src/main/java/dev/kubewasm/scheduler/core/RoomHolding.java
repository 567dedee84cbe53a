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
 * becomes free there. One group at a time has that, the first that is entitled to it; nobody is made to leave. Belongs to
 * the cycle.
 */
final class RoomHolding {
    /** Pods whose waiting is remembered; when there are more, all begin to wait anew. */
    private static final int KEPT = 10_000;

    private final SchedulingState state;
    private final InstantSource clock;
    private final Duration after;
    private final Map<PodKey, Instant> lackingSince = new HashMap<>();
    private Optional<Held> held = Optional.empty();

    private record Held(PodKey pod, Hold hold) {}

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
        Instant since = lackingSince.computeIfAbsent(pod, _ -> clock.instant());
        boolean entitled = !since.plus(after).isAfter(clock.instant());
        boolean free = held.filter(group -> !group.pod().equals(pod))
                .flatMap(group -> state.pod(group.pod()))
                .filter(CachedPod::waits)
                .isEmpty();
        boolean news = !held.equals(Optional.of(new Held(pod, hold)));
        if (entitled && free && news) {
            letGo();
            held = Optional.of(new Held(pod, hold));
            hold.members().forEach(member -> nominate(member, Optional.of(hold)));
        }
    }

    /** The Pod was placed, or something else is in its way. */
    void lacksNothing(PodKey pod) {
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

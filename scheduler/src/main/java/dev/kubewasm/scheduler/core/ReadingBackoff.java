package dev.kubewasm.scheduler.core;

import dev.kubewasm.scheduler.port.ComponentReference;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * When a component that couldn't be read is worth another try for a Pod that is bound already and so has no attempts of its
 * own to wait for. Not safe for use by several threads.
 */
final class ReadingBackoff {
    /** References remembered, the one longest unused dropped first. */
    private static final int KEPT = 4096;

    private record Failures(int count, Instant last) {}

    private final InstantSource clock;
    private final QueueSettings settings;
    private final Map<ComponentReference, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ComponentReference, Failures> eldest) {
            return size() > KEPT;
        }
    };

    ReadingBackoff(InstantSource clock, QueueSettings settings) {
        this.clock = clock;
        this.settings = settings;
    }

    /** Whether all components of {@code pod} that aren't known may be read now. */
    boolean due(CachedPod pod) {
        return pod.unknownComponents().stream().allMatch(this::due);
    }

    private boolean due(ComponentReference reference) {
        Failures known = failures.get(reference);
        return known == null
                || !known.last().plus(settings.backoff(known.count())).isAfter(clock.instant());
    }

    /** The components of {@code pod} were read, or some of them couldn't be. */
    void tried(CachedPod pod, boolean read) {
        for (ComponentReference reference : pod.unknownComponents()) {
            if (read) {
                failures.remove(reference);
            } else {
                failures.merge(
                        reference,
                        new Failures(1, clock.instant()),
                        (before, now) -> new Failures(before.count() + 1, now.last()));
            }
        }
    }
}

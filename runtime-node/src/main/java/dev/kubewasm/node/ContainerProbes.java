package dev.kubewasm.node;

import dev.kubewasm.runtime.ComponentInstance;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The probes of one run of a container; liveness and readiness begin once the startup probe has passed. */
final class ContainerProbes {
    private final Optional<ProbeRun> startup;
    private final Optional<ProbeRun> liveness;
    private final Optional<ProbeRun> readiness;

    /** Those of {@code container}, started at {@code start}. */
    ContainerProbes(Container container, Instant start) {
        this.startup = probe(container.getStartupProbe(), false, start);
        this.liveness = probe(container.getLivenessProbe(), true, start);
        this.readiness = probe(container.getReadinessProbe(), false, start);
    }

    private static Optional<ProbeRun> probe(@Nullable Probe probe, boolean passing, Instant start) {
        return Optional.ofNullable(probe).map(p -> new ProbeRun(p, passing, start));
    }

    /** Whether the startup probe has passed, if there is one. */
    boolean started() {
        return startup.filter(p -> !p.passing()).isEmpty();
    }

    /** Whether the container counts as ready as far as probes tell. */
    boolean ready() {
        return started() && readiness.filter(p -> !p.passing()).isEmpty();
    }

    /** Why the container has to end, if a probe says so. */
    Optional<String> deadly() {
        return startup.filter(ProbeRun::failed)
                .map(p -> "its startup probe failed: " + p.message())
                .or(() -> liveness.filter(ProbeRun::failed).map(p -> "its liveness probe failed: " + p.message()));
    }

    /** When the next probe is to be made. */
    Stream<Instant> next() {
        return active().flatMap(probe -> probe.next().stream());
    }

    /** Lets each go on; returns whether one now says something else. */
    boolean advance(ComponentInstance instance, Instant now, Executor background, Runnable news) {
        boolean changed = false;
        for (ProbeRun probe : active().toList()) {
            changed |= probe.advance(instance, now, background, news);
        }
        return changed;
    }

    private Stream<ProbeRun> active() {
        return started() ? Stream.concat(liveness.stream(), readiness.stream()) : startup.stream();
    }
}

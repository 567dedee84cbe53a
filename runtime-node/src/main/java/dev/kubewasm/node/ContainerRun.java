package dev.kubewasm.node;

import dev.kubewasm.runtime.meter.LinkMeter;
import dev.kubewasm.scheduler.port.ComponentReference;
import dev.kubewasm.scheduler.port.Digest;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A container of a Pod and its state. Confined to its agent. */
final class ContainerRun {
    /** The exit code of what was killed (128 + SIGKILL), which people look for. */
    static final int KILLED = 137;

    private final Container container;
    private final Role role;
    private final Optional<ComponentReference> reference;
    private ContainerState state = new ContainerState.Waiting("ContainerCreating", "it is about to be started", true);
    private int restarts;
    private Instant since;
    private Optional<End> lastEnd = Optional.empty();
    private Optional<Digest> image = Optional.empty();
    private long codeBytes;
    private long cpuNanos;
    private final SortedMap<String, LinkMeter> meters = new TreeMap<>();
    private ContainerProbes probes;
    private Optional<Start> start = Optional.empty();
    private int failedAttempts;
    private int crashes;
    private Instant notBefore = Instant.MIN;

    /** What a container is for. */
    enum Role {
        /** Runs to completion before those after it start. */
        INIT,
        /** An init container with restartPolicy Always: runs beside those after it. */
        SIDECAR,
        /** One of {@code spec.containers}. */
        MAIN
    }

    /** A run of the container that is over. */
    record End(ContainerState.Terminated how, Instant startedAt, Instant finishedAt) {}

    ContainerRun(Container container, Role role, Optional<ComponentReference> reference, Instant since) {
        this.container = container;
        this.role = role;
        this.reference = reference;
        this.since = since;
        this.probes = new ContainerProbes(container, since);
    }

    Container container() {
        return container;
    }

    Role role() {
        return role;
    }

    /** Where its world is said to be; empty for a container that runs no component. */
    Optional<ComponentReference> reference() {
        return reference;
    }

    ContainerState state() {
        return state;
    }

    /** The running instance's state, if it runs. */
    Optional<ContainerState.Running> running() {
        return state instanceof ContainerState.Running running ? Optional.of(running) : Optional.empty();
    }

    /** How it ended, if it has and isn't to be started again. */
    Optional<ContainerState.Terminated> terminated() {
        return state instanceof ContainerState.Terminated terminated ? Optional.of(terminated) : Optional.empty();
    }

    /** Whether it runs, all its imports are served, and its probes say so. */
    boolean ready() {
        return running().filter(ContainerState.Running::ready).isPresent() && probes.ready();
    }

    /** Whether it runs and its startup probe has passed. */
    boolean hasStarted() {
        return running().isPresent() && probes.started();
    }

    /** The probes of the run that is under way. */
    ContainerProbes probes() {
        return probes;
    }

    int restarts() {
        return restarts;
    }

    /** Which of its runs, from 0, is under way or was the last one; empty if there was none. */
    OptionalInt latestRun() {
        if (!(state instanceof ContainerState.Waiting)) {
            return OptionalInt.of(restarts);
        }
        return lastEnd.isPresent() ? OptionalInt.of(restarts - 1) : OptionalInt.empty();
    }

    /** When it came into its state. */
    Instant since() {
        return since;
    }

    /** How the run before this one ended. */
    Optional<End> lastEnd() {
        return lastEnd;
    }

    /** The digest of the component that it last ran. */
    Optional<Digest> image() {
        return image;
    }

    /** Counts the calls through the link of an import, from its first run to its last. */
    LinkMeter meter(String imported) {
        return meters.computeIfAbsent(imported, _ -> new LinkMeter());
    }

    /** Those of its links that there have been, by import. */
    SortedMap<String, LinkMeter> meters() {
        return Collections.unmodifiableSortedMap(meters);
    }

    /** No attempt to start it before this. */
    Instant notBefore() {
        return notBefore;
    }

    void become(ContainerState next, Instant now) {
        if (next instanceof ContainerState.Terminated how) {
            lastEnd = Optional.of(new End(how, running().isPresent() ? since : now, now));
        }
        state = next;
        since = now;
    }

    /** Runs {@code digest} from now on, a binary of so many bytes. */
    void pulled(Digest digest, long bytes) {
        image = Optional.of(digest);
        codeBytes = bytes;
    }

    /** The size of the binary that it last ran, in bytes. */
    long codeBytes() {
        return codeBytes;
    }

    /** The CPU time of the run under way as it is told, which never goes back, though an estimate may. */
    long cpuNanos(long estimate) {
        cpuNanos = Math.max(cpuNanos, estimate);
        return cpuNanos;
    }

    /** Runs on, with other links. */
    void relinked(ContainerState.Running now) {
        state = now;
    }

    /** Whether an attempt to start it is under way. */
    boolean isStarting() {
        return start.isPresent();
    }

    /** An attempt to start it has begun. */
    void starting(Start begun) {
        start = Optional.of(begun);
    }

    /** What came of the attempt to start it; while that is under way, that it waits. */
    ContainerState tryStarted() {
        Optional<ContainerState> result = start.orElseThrow().result();
        if (result.isPresent()) {
            start = Optional.empty();
        }
        return result.orElse(Start.UNDER_WAY);
    }

    /** It is not to be started any more; returns when nothing is left of a start under way. */
    CompletableFuture<Void> abandonStart() {
        return start.map(Start::abandon).orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    /** A start that was abandoned is over, or isn't waited for. Returns whether there was one. */
    boolean dropStart() {
        boolean was = start.isPresent();
        start = Optional.empty();
        return was;
    }

    /** An attempt to start it failed: the next one waits. Returns how often in a row. */
    int attemptFailed(Instant now) {
        failedAttempts++;
        notBefore = now.plus(Backoff.after(failedAttempts));
        return failedAttempts;
    }

    /** It started: its probes begin anew. */
    void started(Instant now) {
        failedAttempts = 0;
        cpuNanos = 0;
        probes = new ContainerProbes(container, now);
    }

    /**
     * It has ended and is to be started again.
     *
     * @param firstAtOnce the first restart doesn't wait, for others wait for what it supplies
     */
    void endedToRestart(ContainerState.Terminated how, boolean firstAtOnce, Instant now) {
        Optional<Instant> ranSince = running().map(_ -> since);
        if (ranSince.filter(s -> s.plus(Backoff.FORGIVEN_AFTER).isBefore(now)).isPresent()) {
            crashes = 0;
        }
        crashes++;
        restarts++;
        lastEnd = Optional.of(new End(how, ranSince.orElse(now), now));
        since = now;
        int waits = firstAtOnce ? crashes - 1 : crashes;
        if (waits == 0) {
            notBefore = now;
            state = new ContainerState.Waiting(how.reason(), how.message(), true);
            return;
        }
        notBefore = now.plus(Backoff.after(waits));
        String ending = how.exitCode() == 0 ? "it completed" : "it ended with exit code " + how.exitCode();
        state = new ContainerState.Waiting(
                "CrashLoopBackOff",
                ending + (how.message().isEmpty() ? "" : ", " + how.message())
                        + "; its restartPolicy has it start again "
                        + Backoff.after(waits).toSeconds() + " s later",
                true);
    }

    /**
     * Takes over what an agent before this one reported of it: what had ended has ended; what ran was lost with that agent.
     * Either starts again if {@code policy} has it so.
     */
    void resume(ContainerStatus before, RestartPolicy policy, Instant now) {
        restarts = Objects.requireNonNullElse(before.getRestartCount(), 0);
        End end = lastEnd(before, now);
        if (end == null) {
            return;
        }
        lastEnd = Optional.of(end);
        boolean waited = before.getState().getWaiting() != null;
        if (!waited && !policy.restarts(role, end.how().exitCode() != 0)) {
            state = end.how();
            since = end.finishedAt();
        } else if (!waited) {
            restarts++;
        }
    }

    private static @Nullable End lastEnd(ContainerStatus before, Instant now) {
        if (before.getState() == null) {
            return null;
        }
        if (before.getState().getRunning() != null) {
            return new End(
                    new ContainerState.Terminated(
                            KILLED, "NodeAgentRestarted", "the node's agent ended, and what it ran with it"),
                    parsed(before.getState().getRunning().getStartedAt(), now),
                    now);
        }
        ContainerStateTerminated ended = before.getState().getTerminated();
        if (ended == null && before.getLastState() != null) {
            ended = before.getLastState().getTerminated();
        }
        return ended == null
                ? null
                : new End(how(ended), parsed(ended.getStartedAt(), now), parsed(ended.getFinishedAt(), now));
    }

    private static ContainerState.Terminated how(ContainerStateTerminated ended) {
        return new ContainerState.Terminated(
                ended.getExitCode() == null ? 0 : ended.getExitCode(),
                String.valueOf(ended.getReason()),
                ended.getMessage() == null ? "" : ended.getMessage());
    }

    private static Instant parsed(@Nullable String time, Instant otherwise) {
        return time == null ? otherwise : Instant.parse(time);
    }
}

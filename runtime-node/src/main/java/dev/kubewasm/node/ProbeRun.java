package dev.kubewasm.node;

import dev.kubewasm.runtime.ComponentInstance;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A probe of one run of a container: kubernetes.io, tasks/configure-pod-container/configure-liveness-readiness-startup-probes.
 * Confined to its agent.
 */
final class ProbeRun {
    private final ExecAction action;
    private final Duration period;
    private final Duration timeout;
    private final int failureThreshold;
    private final int successThreshold;
    private Instant next;
    private @Nullable CompletableFuture<ContainerCall.Answer> underWay;
    private int failures;
    private int successes;
    private boolean passing;
    private boolean failed;
    private String message = "";

    /**
     * @param probe by exec
     * @param passing what it counts as before the first answer
     * @param start when the container started
     */
    ProbeRun(Probe probe, boolean passing, Instant start) {
        this.action = ExecAction.of(probe.getExec().getCommand());
        this.period = seconds(probe.getPeriodSeconds(), 10);
        this.timeout = seconds(probe.getTimeoutSeconds(), 1);
        this.failureThreshold = Objects.requireNonNullElse(probe.getFailureThreshold(), 3);
        this.successThreshold = Objects.requireNonNullElse(probe.getSuccessThreshold(), 1);
        this.next = start.plus(seconds(probe.getInitialDelaySeconds(), 0));
        this.passing = passing;
    }

    private static Duration seconds(@Nullable Integer value, int otherwise) {
        return Duration.ofSeconds(value == null ? otherwise : value);
    }

    /** Whether it passes: as often in a row as it has to, and not failed since. */
    boolean passing() {
        return passing;
    }

    /** Whether it has failed as often in a row as it may. */
    boolean failed() {
        return failed;
    }

    /** What went wrong last. */
    String message() {
        return message;
    }

    /** When it is to be made next; empty while it is. */
    Optional<Instant> next() {
        return underWay == null ? Optional.of(next) : Optional.empty();
    }

    /**
     * Takes the answer of a probe that was under way, and makes the next one if it is time; returns whether the answer
     * changed what it says.
     */
    boolean advance(ComponentInstance instance, Instant now, Executor background, Runnable news) {
        if (underWay == null && !now.isBefore(next)) {
            underWay = CompletableFuture.supplyAsync(() -> action.call(instance, timeout), background)
                    .exceptionally(e -> new ContainerCall.Answer(ContainerCall.Ending.BROKE, "it failed: " + e));
            CompletableFuture<ContainerCall.Answer> _ = underWay.whenComplete((_, _) -> news.run());
        }
        if (underWay == null || !underWay.isDone()) {
            return false;
        }
        ContainerCall.Answer outcome = underWay.join();
        underWay = null;
        next = now.plus(period);
        boolean before = passing;
        boolean failedBefore = failed;
        count(outcome);
        return passing != before || failed != failedBefore;
    }

    private void count(ContainerCall.Answer outcome) {
        if (outcome.success()) {
            failures = 0;
            successes++;
            passing |= successes >= successThreshold;
            failed = false;
        } else {
            successes = 0;
            failures++;
            message = outcome.text();
            if (failures >= failureThreshold) {
                passing = false;
                failed = true;
            }
        }
    }
}

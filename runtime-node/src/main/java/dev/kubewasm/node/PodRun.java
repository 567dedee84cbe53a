package dev.kubewasm.node;

import dev.kubewasm.node.ContainerRun.Role;
import dev.kubewasm.placement.annotations.InstancesAnnotation;
import dev.kubewasm.placement.annotations.Parsed;
import dev.kubewasm.placement.annotations.WiringAnnotation;
import dev.kubewasm.placement.wiring.DecidedWiring;
import dev.kubewasm.scheduler.port.ComponentReference;
import dev.kubewasm.scheduler.port.ObservedPod;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * A Pod that this node has taken on. Its specification and its wiring are those of the moment when it was taken: later
 * edits of the annotation change nothing. Under its agent's lock.
 */
final class PodRun {
    private static final String UNSUPPORTED = "UnsupportedPod";

    private final Pod pod;
    private final ObservedPod observed;
    private final DecidedWiring wiring;
    private final int poolSize;
    private final List<Failure> failures = new ArrayList<>();
    private final List<ContainerRun> containers = new ArrayList<>();
    private final RestartPolicy policy;
    private final Instant startedAt;
    private Optional<Stopping> stopping = Optional.empty();
    private boolean deleting;
    private boolean removed;
    private PodStatus status;

    /**
     * Why the Pod has failed as a whole: this node can't run it, or it took longer than it may.
     *
     * @param reason one word, for the Pod's status
     * @param message a sentence
     */
    record Failure(String reason, String message) {}

    /**
     * Containers being stopped.
     *
     * @param killAt when what hasn't stopped is given up
     * @param done complete when all have stopped
     */
    record Stopping(Instant killAt, CompletableFuture<Void> done) {}

    /**
     * @param pod as the cluster has it
     * @param observed the same, as the scheduler reads it
     * @param wiring the value of its wiring annotation when it was taken on first; empty if it had none
     * @param volumes whether this node has volumes
     * @param now when it is taken on
     */
    PodRun(Pod pod, ObservedPod observed, Optional<String> wiring, boolean volumes, Instant now) {
        this.pod = pod;
        this.observed = observed;
        this.policy = RestartPolicy.of(pod.getSpec());
        this.status = Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
        this.startedAt = status.getStartTime() == null ? now : Instant.parse(status.getStartTime());
        observed.refusals().forEach(text -> fail(new Failure("InvalidPod", text)));
        UnsupportedPodFeatures.find(pod.getSpec(), volumes).forEach(text -> fail(new Failure(UNSUPPORTED, text)));
        this.wiring = wiring.map(this::read).orElse(DecidedWiring.of(Map.of()));
        this.poolSize = poolSize(pod);
        for (Container init : pod.getSpec().getInitContainers()) {
            add(init, "Always".equals(init.getRestartPolicy()) ? Role.SIDECAR : Role.INIT, now);
        }
        pod.getSpec().getContainers().forEach(main -> add(main, Role.MAIN, now));
    }

    private void add(Container container, Role role, Instant now) {
        Optional<ComponentReference> reference = observed.components().stream()
                .filter(c -> c.container().equals(container.getName()))
                .findFirst();
        if (reference.isEmpty()) {
            fail(new Failure(UNSUPPORTED, "container `" + container.getName() + "` " + noComponent(observed)));
        }
        ContainerRun run = new ContainerRun(container, role, reference, now);
        Stream.concat(status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream())
                .filter(before -> before.getName().equals(container.getName()))
                .findFirst()
                .ifPresent(before -> run.resume(before, policy, now));
        containers.add(run);
    }

    private static String noComponent(ObservedPod observed) {
        return observed.ours()
                ? "runs no component, and this node runs nothing else: remove the Pod's toleration for it"
                : "was placed by a scheduler that this node doesn't know to wire components, and it runs nothing else: set"
                        + " spec.schedulerName to kube-wasm, or remove the Pod's toleration for this node; other profiles"
                        + " of the scheduler are for the node's setting kube-wasm.node.scheduler-names";
    }

    private DecidedWiring read(String wiring) {
        return switch (WiringAnnotation.parse(wiring)) {
            case Parsed.Valid<DecidedWiring>(DecidedWiring decided) -> decided;
            case Parsed.Invalid<DecidedWiring> invalid -> {
                fail(new Failure("InvalidWiring", invalid.message()));
                yield DecidedWiring.of(Map.of());
            }
        };
    }

    private int poolSize(Pod pod) {
        Map<String, String> annotations =
                Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of());
        String value = annotations.getOrDefault(InstancesAnnotation.KEY, String.valueOf(InstancesAnnotation.DEFAULT));
        return switch (InstancesAnnotation.parse(value)) {
            case Parsed.Valid<Integer>(Integer size) -> size;
            case Parsed.Invalid<Integer> invalid -> {
                fail(new Failure(UNSUPPORTED, invalid.message()));
                yield InstancesAnnotation.DEFAULT;
            }
        };
    }

    Pod pod() {
        return pod;
    }

    /** How many instances each of its components has. */
    int poolSize() {
        return poolSize;
    }

    ObservedPod observed() {
        return observed;
    }

    /** Why it has failed as a whole; empty if it hasn't. */
    List<Failure> failures() {
        return failures;
    }

    void fail(Failure failure) {
        failures.add(failure);
    }

    DecidedWiring wiring() {
        return wiring;
    }

    RestartPolicy policy() {
        return policy;
    }

    /** All its containers in the order of their start, init containers first. */
    List<ContainerRun> containers() {
        return containers;
    }

    /** Those of {@code spec.containers}. */
    List<ContainerRun> mains() {
        return containers.stream().filter(c -> c.role() == Role.MAIN).toList();
    }

    /** Whether those before {@code container} have done what it waits for: init containers succeeded, sidecars run. */
    boolean mayStart(ContainerRun container) {
        return containers.stream()
                .takeWhile(before -> before != container && before.role() != Role.MAIN)
                .allMatch(PodRun::passed);
    }

    /** Whether the init containers have succeeded and the sidecars run. */
    boolean initialized() {
        return containers.stream().filter(c -> c.role() != Role.MAIN).allMatch(PodRun::passed);
    }

    private static boolean passed(ContainerRun init) {
        return init.role() == Role.SIDECAR
                ? init.hasStarted()
                : init.terminated().filter(end -> end.exitCode() == 0).isPresent();
    }

    /** Whether nothing in it is to run any more: its main containers, or an init container for good, have ended. */
    boolean over() {
        return !failures.isEmpty()
                || mains().stream().allMatch(c -> c.terminated().isPresent())
                || containers.stream()
                        .filter(c -> c.role() == Role.INIT)
                        .flatMap(c -> c.terminated().stream())
                        .anyMatch(end -> end.exitCode() != 0);
    }

    /** The stop that is under way, if one is. */
    Optional<Stopping> stopping() {
        return stopping;
    }

    void stopping(Stopping begun) {
        stopping = Optional.of(begun);
    }

    /** The stop under way has time until {@code killAt}, unless it has less. */
    void hurry(Instant killAt) {
        stopping = stopping.map(stop -> killAt.isBefore(stop.killAt()) ? new Stopping(killAt, stop.done()) : stop);
    }

    /**
     * Stops what runs of it now, sidecars last, each after its preStop hook; for any thread to run. It takes as long as their
     * calls in flight do, each hook and each container {@code grace} at most. What is being started is stopped once it has.
     */
    Runnable stop(Duration grace) {
        List<CompletableFuture<Void>> starts =
                containers.stream().map(ContainerRun::abandonStart).toList();
        List<Runnable> stops = containers.reversed().stream()
                .flatMap(c -> c.running().stream().<Runnable>map(running -> () -> {
                    try {
                        preStop(c.container()).ifPresent(hook -> hook.call(running.instance(), grace));
                    } finally {
                        running.stop(grace);
                    }
                }))
                .toList();
        return () -> {
            stops.forEach(Runnable::run);
            starts.forEach(CompletableFuture::join);
        };
    }

    /** Ends what runs of it now, whose stop is under way; for any thread to run. */
    Runnable kill() {
        List<ContainerState.Running> left =
                containers.stream().flatMap(c -> c.running().stream()).toList();
        return () -> left.forEach(ContainerState.Running::kill);
    }

    /** Whether the time of the stop under way is up. */
    boolean isOverdue(Instant now) {
        return stopping.filter(stop -> !stop.done().isDone() && !now.isBefore(stop.killAt()))
                .isPresent();
    }

    private static Optional<ExecAction> preStop(Container container) {
        return Optional.ofNullable(container.getLifecycle())
                .map(Lifecycle::getPreStop)
                .map(hook -> ExecAction.of(hook.getExec().getCommand()));
    }

    /**
     * Notes the end of the stop under way, if it has come: all have stopped, or the time is up and what still runs is given
     * up. Returns whether that is new.
     */
    boolean ended(Instant now) {
        Stopping stop = stopping.orElseThrow();
        boolean killed = isOverdue(now);
        if (!killed && !stop.done().isDone()) {
            return false;
        }
        boolean changed = false;
        for (ContainerRun container : containers) {
            if (container.running().isPresent()) {
                container.become(
                        killed
                                ? new ContainerState.Terminated(
                                        ContainerRun.KILLED, "Error", "it didn't end within its grace period")
                                : stopped(container.running().get()),
                        now);
                changed = true;
            }
            changed |= container.dropStart();
        }
        return changed;
    }

    private ContainerState.Terminated stopped(ContainerState.Running running) {
        return failures.isEmpty() || running.command().isPresent()
                ? running.stopped()
                : new ContainerState.Terminated(1, "Error", "its Pod failed");
    }

    /** Whether anything of it runs or is being started. */
    boolean busy() {
        return containers.stream().anyMatch(c -> c.running().isPresent() || c.isStarting());
    }

    /** Whether nothing of it runs or is being started. */
    boolean allStopped() {
        return !busy();
    }

    /** {@code spec.terminationGracePeriodSeconds}. */
    Duration grace() {
        Long seconds = pod.getSpec().getTerminationGracePeriodSeconds();
        return Duration.ofSeconds(seconds == null ? 30 : seconds);
    }

    /** When the Pod fails if it isn't over by then ({@code spec.activeDeadlineSeconds}). */
    Optional<Instant> deadline() {
        return Optional.ofNullable(pod.getSpec().getActiveDeadlineSeconds()).map(startedAt::plusSeconds);
    }

    /** Whether the Pod is to be deleted once its containers have stopped. */
    boolean deleting() {
        return deleting;
    }

    void markDeleted() {
        deleting = true;
    }

    /** Whether the cluster was told that nothing of the deleted Pod is left. */
    boolean removed() {
        return removed;
    }

    void markRemoved() {
        removed = true;
    }

    Instant startedAt() {
        return startedAt;
    }

    /** The status last reported; before that, the one it was taken with. */
    PodStatus status() {
        return status;
    }

    /** Takes {@code now} for what the cluster has. */
    void reported(PodStatus now) {
        status = now;
    }

    /** Whether every container is ready: only then is it linked to new consumers. */
    boolean ready() {
        return failures.isEmpty()
                && !deleting
                && containers.stream().filter(c -> c.role() != Role.INIT).allMatch(ContainerRun::ready);
    }
}

package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.Steps;
import dev.kubewasm.placement.Steps.Step;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.scheduler.core.CachedPod.Decision;
import dev.kubewasm.scheduler.framework.volume.VolumePlan;
import dev.kubewasm.scheduler.port.Binding;
import dev.kubewasm.scheduler.port.ClusterPort;
import dev.kubewasm.scheduler.port.ClusterPort.BindAnswer;
import dev.kubewasm.scheduler.port.ClusterUnavailableException;
import dev.kubewasm.scheduler.port.VolumePort;
import dev.kubewasm.scheduler.port.VolumePort.VolumeAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Bind, confirm or forget what was assumed, beside the cycle: at most so many requests are under way, and a Pod is bound
 * after its providers, and when it has its volumes, which is waited for beside the requests: it may take minutes. Where one can't be bound, those that depend on it are taken back and placed anew, while providers
 * that are bound already stay: the next decision finds them there (a group is rolled forward, never torn down).
 */
final class BindingStage {
    /** kube-scheduler's {@code bindTimeoutSeconds}. */
    private static final Duration VOLUMES_WITHIN = Duration.ofMinutes(10);

    /** The API server ends a request within a minute, and its watch tells of it at once: both, with room to spare. */
    private static final Duration KNOWN_WITHIN = Duration.ofMinutes(3);

    private final ClusterPort cluster;
    private final VolumePort volumes;
    private final SchedulingState state;
    private final BindingSettings settings;
    private final Steps steps;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private final Map<PodKey, Task> open = new HashMap<>();
    private final Deque<Task> ready = new ArrayDeque<>();
    private int workers;
    private boolean closed;

    BindingStage(
            ClusterPort cluster, VolumePort volumes, SchedulingState state, BindingSettings settings, Steps steps) {
        this.cluster = cluster;
        this.volumes = volumes;
        this.state = state;
        this.settings = settings;
        this.steps = steps;
    }

    /**
     * A binding on its way.
     *
     * @param done gets its outcome, once
     * @param waitsFor its providers, and the Pod itself while its volumes aren't there
     * @param steps within the cycle that decided
     */
    private record Task(
            PlannedBinding planned,
            Consumer<SchedulingOutcome> done,
            Set<PodKey> waitsFor,
            List<Task> dependents,
            Steps steps) {}

    /**
     * Has decisions made true that are assumed. Providers come before those that they serve, or were submitted before, or
     * are bound already.
     *
     * @param done gets one outcome each, on the thread that made the last request; must not throw
     */
    void submit(List<PlannedBinding> group, Consumer<SchedulingOutcome> done) {
        Steps ofCycle = steps.here();
        List<Runnable> orphans = new ArrayList<>();
        List<Runnable> providing = new ArrayList<>();
        lock.lock();
        try {
            if (closed) {
                return;
            }
            for (PlannedBinding planned : group) {
                Task task = new Task(planned, done, new HashSet<>(), new ArrayList<>(), ofCycle);
                open.put(planned.binding().pod(), task);
                for (PodKey provider : planned.providers()) {
                    Task before = open.get(provider);
                    if (before != null) {
                        before.dependents().add(task);
                        task.waitsFor().add(provider);
                    } else if (!state.standsOnNode(provider)) {
                        task.waitsFor().add(provider);
                        orphans.add(() -> takeBack(task, withoutProvider(task, provider)));
                    }
                }
                planned.volumes().ifPresent(plan -> {
                    task.waitsFor().add(planned.binding().pod());
                    providing.add(() -> provide(task, plan));
                });
                if (task.waitsFor().isEmpty()) {
                    ready.add(task);
                }
            }
        } finally {
            lock.unlock();
        }
        orphans.forEach(Runnable::run);
        providing.forEach(settings.executor()::execute);
        startWorkers();
    }

    private void provide(Task task, VolumePlan plan) {
        PodKey pod = task.planned().binding().pod();
        try {
            switch (volumes.provide(plan, VOLUMES_WITHIN)) {
                case VolumeAnswer.Provided() -> provided(task);
                case VolumeAnswer.NotProvided(String why) ->
                    takeBack(task, new SchedulingOutcome.Unschedulable(pod, "its volumes: " + why));
            }
        } catch (ClusterUnavailableException e) {
            takeBack(task, new SchedulingOutcome.Failed(pod, volumesNotProvided(e), e.retryAfter()));
        } catch (RuntimeException e) {
            takeBack(task, new SchedulingOutcome.Failed(pod, volumesNotProvided(e)));
        }
    }

    private static String volumesNotProvided(RuntimeException e) {
        return "its volumes can't be provided: " + e.getMessage();
    }

    private void provided(Task task) {
        lock.lock();
        try {
            PodKey pod = task.planned().binding().pod();
            if (task.equals(open.get(pod))
                    && task.waitsFor().remove(pod)
                    && task.waitsFor().isEmpty()) {
                ready.add(task);
            }
        } finally {
            lock.unlock();
        }
        startWorkers();
    }

    /** A worker makes requests as long as there are any to make. */
    private void startWorkers() {
        while (hires()) {
            settings.executor().execute(this::work);
        }
    }

    private boolean hires() {
        lock.lock();
        try {
            boolean needed = !closed && workers < settings.inFlight() && !ready.isEmpty();
            workers += needed ? 1 : 0;
            return needed;
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        try {
            for (Optional<Task> task = next(); task.isPresent(); task = next()) {
                make(task.get());
            }
        } finally {
            lock.lock();
            try {
                workers--;
                idle.signalAll();
            } finally {
                lock.unlock();
            }
            // One may have become ready between the last look and now.
            startWorkers();
        }
    }

    private Optional<Task> next() {
        lock.lock();
        try {
            return closed ? Optional.empty() : Optional.ofNullable(ready.poll());
        } finally {
            lock.unlock();
        }
    }

    private void make(Task task) {
        Binding binding = task.planned().binding();
        SchedulingOutcome outcome = new SchedulingOutcome.Failed(binding.pod(), "the binding was broken off");
        try (Step _ = task.steps().begin("bind").note("pod", binding.pod()).note("node", binding.node())) {
            outcome = bind(binding, task.planned().warnings());
        } catch (RuntimeException e) {
            state.doubt(binding);
            outcome = new SchedulingOutcome.Failed(binding.pod(), "the binding broke: " + e);
        } finally {
            finish(task, outcome);
        }
    }

    /** Hands the outcome out, and lets those go that waited for it. */
    private void finish(Task task, SchedulingOutcome outcome) {
        PodKey pod = task.planned().binding().pod();
        List<Task> orphans = new ArrayList<>();
        lock.lock();
        try {
            open.remove(pod, task);
            for (Task dependent : task.dependents()) {
                if (!(outcome instanceof SchedulingOutcome.Bound)) {
                    orphans.add(dependent);
                } else if (dependent.waitsFor().remove(pod)
                        && dependent.waitsFor().isEmpty()) {
                    ready.add(dependent);
                }
            }
        } finally {
            lock.unlock();
        }
        task.done().accept(outcome);
        orphans.forEach(orphan -> takeBack(orphan, withoutProvider(orphan, pod)));
        startWorkers();
    }

    private static SchedulingOutcome withoutProvider(Task task, PodKey provider) {
        return new SchedulingOutcome.Overtaken(
                task.planned().binding().pod(), "its provider " + provider + " was not bound");
    }

    private void takeBack(Task task, SchedulingOutcome outcome) {
        Binding binding = task.planned().binding();
        lock.lock();
        try {
            if (!open.remove(binding.pod(), task)) {
                return;
            }
        } finally {
            lock.unlock();
        }
        state.forget(binding);
        finish(task, outcome);
    }

    private SchedulingOutcome bind(Binding binding, List<String> warnings) {
        try {
            return switch (ask(binding)) {
                case BindAnswer.Bound() -> new SchedulingOutcome.Bound(binding.pod(), binding.node(), warnings);
                case BindAnswer.Conflict(String why) -> {
                    state.forget(binding);
                    yield new SchedulingOutcome.Overtaken(binding.pod(), why);
                }
                case BindAnswer.Rejected(String why) -> {
                    state.forget(binding);
                    yield rejected(binding, why);
                }
            };
        } catch (ClusterUnavailableException e) {
            state.doubt(binding);
            return unanswered(binding, e);
        }
    }

    /** A conflict may be with what was written to the Pod's status just before, by this scheduler too: it is asked once more. */
    private BindAnswer ask(Binding binding) {
        BindAnswer answer = cluster.bind(binding);
        return answer instanceof BindAnswer.Conflict && state.isStillUnbound(binding) ? cluster.bind(binding) : answer;
    }

    private static SchedulingOutcome rejected(Binding binding, String why) {
        return new SchedulingOutcome.Failed(binding.pod(), "the binding was rejected: " + why);
    }

    private static SchedulingOutcome unanswered(Binding binding, ClusterUnavailableException e) {
        return new SchedulingOutcome.Failed(
                binding.pod(), "no answer to the binding: " + e.getMessage(), e.retryAfter());
    }

    /**
     * Asks again for a binding that wasn't answered: the room it takes stays counted until it is known what became of it.
     * Empty if the decision is void because its node is gone.
     */
    Optional<SchedulingOutcome> settle(Decision.InDoubt doubtful, Instant now) {
        Binding binding = doubtful.binding();
        if (!state.has(binding.node())) {
            state.forget(binding);
            return Optional.empty();
        }
        try {
            return Optional.of(
                    switch (cluster.bind(binding)) {
                        case BindAnswer.Bound() -> {
                            state.confirm(binding);
                            yield new SchedulingOutcome.Bound(binding.pod(), binding.node());
                        }
                        // Most likely bound the first time; the watch will tell, and until then it takes room.
                        case BindAnswer.Conflict(String why) -> new SchedulingOutcome.Overtaken(binding.pod(), why);
                        // Of this request; the first may have been granted, and its room isn't given away before that
                        // would be
                        // known.
                        case BindAnswer.Rejected(String why) -> {
                            if (doubtful.since().plus(KNOWN_WITHIN).isBefore(now)) {
                                state.forget(binding);
                            }
                            yield rejected(binding, why);
                        }
                    });
        } catch (ClusterUnavailableException e) {
            return Optional.of(unanswered(binding, e));
        }
    }

    /** Makes no more requests, and waits this long at most for those under way; whether all have come to their end. */
    boolean close(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            closed = true;
            ready.clear();
            open.clear();
            long left = atMost.toNanos();
            while (workers > 0 && left > 0) {
                left = idle.awaitNanos(left);
            }
            return workers == 0;
        } finally {
            lock.unlock();
        }
    }
}

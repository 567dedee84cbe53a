package dev.kubewasm.cli.run;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.core.SchedulerObserver;
import dev.kubewasm.scheduler.core.SchedulingOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Remembers the last outcome of every Pod that isn't bound. */
final class ScheduleProblems implements SchedulerObserver {
    private final Map<PodKey, String> last = new ConcurrentHashMap<>();
    private final Queue<String> warnings = new ConcurrentLinkedQueue<>();

    @Override
    public void outcome(SchedulingOutcome outcome, String profile, Uid uid, Duration took) {
        switch (outcome) {
            case SchedulingOutcome.Bound bound -> last.remove(bound.pod());
            case SchedulingOutcome.Unschedulable(PodKey pod, String message) -> last.put(pod, message);
            case SchedulingOutcome.Unreadable(PodKey pod, String message) -> last.put(pod, message);
            case SchedulingOutcome.Overtaken(PodKey pod, String why) -> last.put(pod, why);
            case SchedulingOutcome.Failed(PodKey pod, String why, var _) -> last.put(pod, why);
        }
    }

    @Override
    public void warning(String message) {
        warnings.add(message);
    }

    /** A run has nobody who would look at a log and no second attempt that would end otherwise: it ends here. */
    @Override
    public void broke(String what, Throwable cause) {
        throw new IllegalStateException(what + " broke", cause);
    }

    /** What the scheduler warned of, oldest first. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** Why the Pod isn't bound, if it was tried and isn't. */
    Optional<String> of(PodKey pod) {
        return Optional.ofNullable(last.get(pod));
    }
}

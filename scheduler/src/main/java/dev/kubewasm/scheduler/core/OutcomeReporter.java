package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.port.ClusterPort;
import dev.kubewasm.scheduler.port.PodEvent;
import dev.kubewasm.scheduler.port.PodEvent.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Says on the Pod what became of it: event {@code Scheduled}, with {@code UnlinkedImport} for each import that stays
 * unlinked by its policy; or event {@code FailedScheduling} and the condition, both
 * only when the message is another than the condition has, so that trying again in vain writes nothing. What breaks again and
 * again is an event {@code FailedScheduling} too; the condition isn't for that: it is what an autoscaler goes by.
 */
final class OutcomeReporter {
    private final ClusterPort cluster;
    private final SchedulerObserver observer;
    private final LastingFailures failures = new LastingFailures();

    OutcomeReporter(ClusterPort cluster, SchedulerObserver observer) {
        this.cluster = cluster;
        this.observer = observer;
    }

    /** Whether all was said that there is to say; if not, the attempt is to be made again. */
    boolean report(CachedPod tried, SchedulingOutcome outcome) {
        PodKey key = outcome.pod();
        Uid uid = tried.uid();
        if (!(outcome instanceof SchedulingOutcome.Failed)) {
            failures.over(uid);
        }
        try {
            switch (outcome) {
                case SchedulingOutcome.Bound(PodKey _, NodeName node, List<String> warnings) -> {
                    cluster.record(new PodEvent(
                            tried.profile(),
                            key,
                            uid,
                            Reason.SCHEDULED,
                            "Successfully assigned " + key + " to " + node));
                    warnings.forEach(warning ->
                            cluster.record(new PodEvent(tried.profile(), key, uid, Reason.UNLINKED_IMPORT, warning)));
                }
                case SchedulingOutcome.Unschedulable(PodKey _, String message) -> failed(tried, message);
                case SchedulingOutcome.Unreadable(PodKey _, String message) -> failed(tried, message);
                case SchedulingOutcome.Failed(PodKey _, String why, Duration _) -> {
                    if (failures.failed(uid, why)) {
                        cluster.record(new PodEvent(tried.profile(), key, uid, Reason.FAILED_SCHEDULING, why));
                    }
                }
                case SchedulingOutcome.Overtaken _ -> {}
            }
            return true;
        } catch (RuntimeException e) {
            observer.broke("telling Pod " + key + " what became of it", e);
            return false;
        }
    }

    private void failed(CachedPod tried, String message) {
        if (!tried.observed().lastMessage().equals(Optional.of(message))) {
            // The event first: should the condition fail, both are written again; the other way round the event is
            // lost.
            cluster.record(new PodEvent(tried.profile(), tried.key(), tried.uid(), Reason.FAILED_SCHEDULING, message));
            cluster.markUnschedulable(tried.key(), tried.uid(), message);
        }
    }
}

package dev.kubewasm.simulations.strategy;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.scheduler.core.QueueSettings;
import dev.kubewasm.scheduler.core.Scheduler;
import dev.kubewasm.scheduler.core.SchedulerObserver;
import dev.kubewasm.scheduler.core.SchedulerSettings;
import dev.kubewasm.scheduler.core.SchedulingOutcome;
import dev.kubewasm.simulations.situation.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * This project's scheduler, as it is: cache, queue, cycle, rules, placement, audit, preemption. Around it are a cluster and a
 * clock that are simulated; the cycle waits for its bindings.
 */
final class KubeWasmStrategy implements Strategy {
    private final SimulatedCluster cluster;
    private final Scheduler scheduler;
    private Outcomes outcomes = new Outcomes(Progress.NONE);
    private Instant now = Instant.EPOCH;

    KubeWasmStrategy(PlacementSettings settings) {
        KnownComponents components = new KnownComponents();
        this.cluster = new SimulatedCluster(components);
        this.scheduler = new Scheduler(
                cluster,
                components,
                new SchedulerSettings(settings, QueueSettings.DEFAULT),
                () -> now,
                new Forwarding());
    }

    @Override
    public Placement place(Situation situation, long millis, Progress progress) {
        now = Instant.ofEpochMilli(millis);
        outcomes = new Outcomes(progress);
        cluster.show(situation);
        scheduler.runCycle();
        SimulatedCluster.Asked asked = cluster.take();
        return new Placement(asked.bound(), outcomes.unplaced, asked.preempted());
    }

    @Override
    public OptionalLong nextAttempt() {
        return scheduler
                .nextAttempt()
                .map(at -> OptionalLong.of(at.isBefore(now) ? now.toEpochMilli() : at.toEpochMilli()))
                .orElse(OptionalLong.empty());
    }

    /** What was answered in one cycle. */
    private record Outcomes(Progress progress, TreeMap<PodKey, String> unplaced) {
        Outcomes(Progress progress) {
            this(progress, new TreeMap<>());
        }

        void add(SchedulingOutcome outcome) {
            switch (outcome) {
                case SchedulingOutcome.Bound _ -> {}
                case SchedulingOutcome.Unschedulable(PodKey pod, String message) -> unplaced.put(pod, message);
                case SchedulingOutcome.Unreadable(PodKey pod, String message) -> unplaced.put(pod, message);
                case SchedulingOutcome.Overtaken(PodKey pod, String why) -> unplaced.put(pod, why);
                case SchedulingOutcome.Failed(PodKey pod, String why, var _) -> unplaced.put(pod, why);
            }
            progress.step();
        }
    }

    private final class Forwarding implements SchedulerObserver {
        @Override
        public void outcome(SchedulingOutcome outcome, String profile, Uid uid, Duration took) {
            outcomes.add(outcome);
        }

        @Override
        public void warning(String message) {
            throw new IllegalStateException("the scheduler warns of what no simulation should have: " + message);
        }

        /** In a cluster it would be tried again; here it would break again. */
        @Override
        public void broke(String what, Throwable cause) {
            throw new IllegalStateException(what + " broke", cause);
        }
    }
}

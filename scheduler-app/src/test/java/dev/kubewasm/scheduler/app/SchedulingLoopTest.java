package dev.kubewasm.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.core.Scheduler;
import dev.kubewasm.scheduler.core.SchedulerObserver;
import dev.kubewasm.scheduler.core.SchedulerSettings;
import dev.kubewasm.scheduler.kubernetes.NodeFactsFactory;
import dev.kubewasm.scheduler.kubernetes.PodFactsFactory;
import dev.kubewasm.scheduler.kubernetes.WorkloadLookup;
import dev.kubewasm.scheduler.port.Binding;
import dev.kubewasm.scheduler.port.ClusterListener;
import dev.kubewasm.scheduler.port.ClusterPort;
import dev.kubewasm.scheduler.port.ClusterUnavailableException;
import dev.kubewasm.scheduler.port.ComponentSource;
import dev.kubewasm.scheduler.port.PodEvent;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulingLoopTest {
    private static final Duration HANGS_AFTER = Duration.ofMinutes(5);

    private final AtomicLong nanos = new AtomicLong();
    private volatile Instant wall = Instant.parse("2026-01-01T00:00:00Z");
    private final CompletableFuture<Void> asked = new CompletableFuture<>();
    private final CompletableFuture<ClusterPort.BindAnswer> answer = new CompletableFuture<>();

    @AfterEach
    void stop() {
        answer.complete(new ClusterPort.BindAnswer.Bound());
    }

    @Test
    void isAliveUnlessACycleHangs() {
        OnePod cluster = new OnePod(_ -> {
            asked.complete(null);
            return answer.join();
        });
        SteadyClock clock = new SteadyClock(() -> wall, nanos::get);
        Scheduler scheduler = scheduler(cluster, clock);
        SchedulingLoop loop = new SchedulingLoop(scheduler, clock, HANGS_AFTER);
        try (scheduler;
                loop) {
            pass(Duration.ofDays(1));
            assertThat(loop.alive()).as("it waits for the lead").isTrue();

            loop.start();
            asked.join();
            pass(HANGS_AFTER);
            assertThat(loop.alive()).as("the cycle is under way").isTrue();
            pass(Duration.ofNanos(1));
            assertThat(loop.alive()).as("the cycle hangs").isFalse();

            answer.complete(new ClusterPort.BindAnswer.Bound());
            Await.until("the cycle has ended", loop::alive, Boolean::booleanValue);
            pass(Duration.ofDays(1));
            Await.until("it waits for work", loop::alive, Boolean::booleanValue);
        }
        assertThat(loop.alive()).as("its thread has ended").isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void aPodIsTriedAgainHoweverTheMachinesClockIsSetMeanwhile(int hours) {
        CompletableFuture<Void> again = new CompletableFuture<>();
        OnePod cluster = new OnePod(attempt -> {
            if (attempt == 1) {
                throw new ClusterUnavailableException("nobody is there", null);
            }
            again.complete(null);
            return new ClusterPort.BindAnswer.Bound();
        });
        SteadyClock clock = new SteadyClock(() -> wall.plusNanos(System.nanoTime()), System::nanoTime);
        try (Scheduler scheduler = scheduler(cluster, clock);
                SchedulingLoop loop = new SchedulingLoop(scheduler, clock, HANGS_AFTER)) {
            loop.start();
            Await.until("it waits for the end of its backoff", scheduler::queueSizes, sizes -> sizes.backoff() == 1);
            wall = wall.plus(Duration.ofHours(hours));

            Await.until("it is tried again", again::isDone, Boolean::booleanValue);
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static Scheduler scheduler(ClusterPort cluster, InstantSource clock) {
        ComponentSource none = reference -> new ComponentSource.Answer.Refused("there are no components");
        return new Scheduler(cluster, none, SchedulerSettings.DEFAULT, clock, SchedulerObserver.NONE);
    }

    /** A cluster with a Pod and a node for it. */
    private static final class OnePod implements ClusterPort {
        private final AtomicInteger attempts = new AtomicInteger();
        private final IntFunction<BindAnswer> answers;

        /** @param answers to the first attempt to bind it, and so on */
        OnePod(IntFunction<BindAnswer> answers) {
            this.answers = answers;
        }

        @Override
        public Watch watch(ClusterListener listener) {
            Map<String, Quantity> room =
                    Map.of("cpu", new Quantity("4"), "memory", new Quantity("4Gi"), "pods", new Quantity("110"));
            listener.nodeChanged(NodeFactsFactory.observe(new NodeBuilder()
                    .withNewMetadata()
                    .withName("node")
                    .endMetadata()
                    .withNewStatus()
                    .withAllocatable(room)
                    .endStatus()
                    .build()));
            listener.podChanged(new PodFactsFactory(Set.of("kube-wasm"), WorkloadLookup.NONE)
                    .observe(new PodBuilder(TestCluster.podOf("10m", "pod"))
                            .editMetadata()
                            .withNamespace("default")
                            .withUid("uid")
                            .endMetadata()
                            .build()));
            listener.synced();
            return () -> {};
        }

        @Override
        public BindAnswer bind(Binding binding) {
            return answers.apply(attempts.incrementAndGet());
        }

        @Override
        public void record(PodEvent event) {}

        @Override
        public void markUnschedulable(PodKey pod, Uid uid, String message) {
            throw new AssertionError(message);
        }

        @Override
        public void nominate(PodKey pod, Uid uid, Optional<NodeName> node) {}

        @Override
        public void preempt(PodKey victim, Uid uid, String message) {
            throw new AssertionError(message);
        }
    }
}

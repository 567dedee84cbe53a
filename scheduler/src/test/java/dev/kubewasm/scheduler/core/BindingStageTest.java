package dev.kubewasm.scheduler.core;

import static dev.kubewasm.scheduler.core.Fixtures.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.Steps;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.port.Binding;
import dev.kubewasm.scheduler.port.ClusterListener;
import dev.kubewasm.scheduler.port.ClusterPort;
import dev.kubewasm.scheduler.port.PodEvent;
import dev.kubewasm.scheduler.port.VolumePort;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How bindings come to their end when the scheduler is stopped. */
@Timeout(60)
class BindingStageTest {
    private static final Duration LONG = Duration.ofDays(1);
    private static final NodeName NODE = Fixtures.node("n");

    private final HeldCluster cluster = new HeldCluster();
    private final List<SchedulingOutcome> outcomes = new CopyOnWriteArrayList<>();
    private final ExecutorService workers = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        cluster.answer.complete(null);
        workers.close();
    }

    @Test
    void whoClosesWaitsForTheRequestUnderWayAndNoOtherIsBegun() throws Exception {
        BindingStage stage = stage(workers, 1);
        stage.submit(List.of(planned("provider"), planned("consumer", "provider"), planned("another")), outcomes::add);
        cluster.asked.get();
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        Thread closing = Thread.ofPlatform().start(() -> {
            try {
                closed.complete(stage.close(LONG));
            } catch (InterruptedException e) {
                closed.completeExceptionally(e);
            }
        });
        while (closing.getState() != Thread.State.TIMED_WAITING) {
            assertThat(closed).as("it doesn't wait").isNotDone();
            Thread.onSpinWait();
        }
        cluster.answer.complete(null);

        assertThat(closed.get()).as("all have come to their end").isTrue();
        assertThat(cluster.requests).containsExactly(key("provider"));
        assertThat(outcomes)
                .as("what was answered is told")
                .containsExactly(new SchedulingOutcome.Bound(key("provider"), NODE));
    }

    @Test
    void oneThatTakesTooLongIsLeftBehind() throws Exception {
        BindingStage stage = stage(workers, 1);
        stage.submit(List.of(planned("slow"), planned("next")), outcomes::add);
        cluster.asked.get();

        assertThat(stage.close(Duration.ofMillis(1))).isFalse();
        cluster.answer.complete(null);
        workers.shutdown();
        assertThat(workers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(cluster.requests).containsExactly(key("slow"));
    }

    @Test
    void nothingIsBegunOnceItIsClosed() throws Exception {
        cluster.answer.complete(null);
        Deque<Runnable> later = new ArrayDeque<>();
        BindingStage stage = stage(later::add, 1);
        stage.submit(List.of(planned("before")), outcomes::add);
        assertThat(later).hasSize(1);

        assertThat(stage.close(Duration.ZERO)).as("its worker hasn't begun").isFalse();
        stage.submit(List.of(planned("after")), outcomes::add);
        while (!later.isEmpty()) {
            later.remove().run();
        }
        assertThat(cluster.requests).isEmpty();
        assertThat(outcomes).isEmpty();
        assertThat(stage.close(LONG)).isTrue();
    }

    private BindingStage stage(Executor executor, int inFlight) {
        SchedulingState state = new SchedulingState(new ManualClock(), SchedulerSettings.DEFAULT, (_, _) -> {});
        return new BindingStage(cluster, VolumePort.NONE, state, new BindingSettings(executor, inFlight), Steps.NONE);
    }

    private static PlannedBinding planned(String pod, String... providers) {
        return new PlannedBinding(
                Binding.of(key(pod), new Uid("uid-" + pod), NODE, Map.of()),
                Set.copyOf(List.of(providers).stream().map(Fixtures::key).toList()));
    }

    /** Answers bindings, when it may. */
    private static final class HeldCluster implements ClusterPort {
        final CompletableFuture<Void> asked = new CompletableFuture<>();
        final CompletableFuture<Void> answer = new CompletableFuture<>();
        final List<PodKey> requests = new CopyOnWriteArrayList<>();

        @Override
        public BindAnswer bind(Binding binding) {
            requests.add(binding.pod());
            asked.complete(null);
            answer.join();
            return new BindAnswer.Bound();
        }

        @Override
        public Watch watch(ClusterListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void record(PodEvent event) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void markUnschedulable(PodKey pod, Uid uid, String message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void nominate(PodKey pod, Uid uid, Optional<NodeName> node) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void preempt(PodKey victim, Uid uid, String message) {
            throw new UnsupportedOperationException();
        }
    }
}

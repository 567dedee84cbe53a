package dev.kubewasm.scheduler.app.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PacedExecutorTest {
    private static final long PACE = 100;

    private final Deque<Planned> planned = new ArrayDeque<>();
    private final List<String> ran = new ArrayList<>();
    private long now = Long.MAX_VALUE - 50;
    private boolean noThread;
    private final PacedExecutor paced = new PacedExecutor(
            Duration.ofNanos(PACE),
            this::onThread,
            (task, delay) -> planned.add(new Planned(task, delay)),
            () -> now,
            () -> {});

    /** A batch, at once, or what begins one later. */
    private record Planned(Runnable task, long delay) {}

    private void onThread(Runnable batch) {
        if (noThread) {
            throw new OutOfMemoryError("no thread, wanted by the test");
        }
        planned.addFirst(new Planned(batch, 0));
    }

    @Test
    void oneAloneRunsAtOnce() {
        come("a");
        assertThat(runNext()).isZero();
        now += PACE;
        come("b");
        assertThat(runNext()).isZero();
        assertThat(ran).containsExactly("a", "b");
    }

    @Test
    void whatComesSoonAfterABatchWaitsForTheNextTogether() {
        come("a");
        runNext();
        now += 30;
        come("b");
        now += 30;
        come("c");
        assertThat(planned).hasSize(1);
        assertThat(runNext()).isEqualTo(PACE - 30);
        assertThat(ran).containsExactly("a", "b", "c");
        assertThat(planned)
                .as("a batch beside the one that ran, in case it had blocked")
                .hasSize(1);
        runNext();
        assertThat(planned).isEmpty();
    }

    @Test
    void whatATaskHandsInRunsInTheSameBatch() {
        paced.execute(() -> {
            ran.add("a");
            come("b");
        });
        runNext();
        assertThat(ran).containsExactly("a", "b");
    }

    @Test
    void whoWaitsBehindATaskThatBlocksHasABatchOfItsOwn() {
        paced.execute(() -> {
            ran.add("blocks");
            now += PACE;
            runNext();
            ran.add("goes on");
        });
        come("b");
        runNext();
        assertThat(ran).containsExactly("blocks", "b", "goes on");
    }

    @Test
    void oneThatThrowsTakesNobodyWithIt() {
        paced.execute(() -> {
            throw new IllegalStateException("wanted by the test");
        });
        come("b");
        runNext();
        assertThat(ran).containsExactly("b");
    }

    @Test
    void whereThereWasNoThreadWhoeverComesNextTriesAgain() {
        noThread = true;
        assertThatThrownBy(() -> come("a")).isInstanceOf(OutOfMemoryError.class);
        noThread = false;
        come("b");
        runNext();
        assertThat(ran).containsExactly("a", "b");

        come("c");
        noThread = true;
        Planned later = planned.remove();
        assertThatThrownBy(() -> later.task().run()).isInstanceOf(OutOfMemoryError.class);
        noThread = false;
        come("d");
        runNext();
        assertThat(ran).containsExactly("a", "b", "c", "d");
    }

    @Test
    void onceClosedNothingBegins() {
        paced.execute(() -> {
            ran.add("a");
            paced.close();
        });
        come("b");
        runNext();
        assertThat(ran).containsExactly("a");
        assertThatThrownBy(() -> come("c")).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void allRunOnThreads() throws InterruptedException {
        CountDownLatch left = new CountDownLatch(1_000);
        try (PacedExecutor real = PacedExecutor.start(Duration.ofMillis(1))) {
            for (int i = 0; i < 500; i++) {
                real.execute(() -> {
                    left.countDown();
                    real.execute(left::countDown);
                });
            }
            assertThat(left.await(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    private void come(String name) {
        paced.execute(() -> ran.add(name));
    }

    /** The next batch; how long it was to wait. */
    private long runNext() {
        Planned next = planned.remove();
        next.task().run();
        if (next.delay() > 0) {
            planned.remove().task().run();
        }
        return next.delay();
    }
}

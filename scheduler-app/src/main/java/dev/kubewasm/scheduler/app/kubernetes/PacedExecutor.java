package dev.kubewasm.scheduler.app.kubernetes;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Runs tasks in batches that begin a while apart at least: one that comes alone runs at once, and of a burst many run in one go, with what
 * they hand in themselves. A thread that is woken for each, beside others that are busy, takes several times as long for it. A
 * task that blocks holds nobody up: the next batch begins beside it, on another thread.
 */
public final class PacedExecutor implements Executor, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PacedExecutor.class);

    /** Where batches run; {@code delay} is in nanoseconds, 0 or more. */
    @FunctionalInterface
    interface Batches {
        void run(Runnable batch, long delay);
    }

    private final long pace;
    private final Batches batches;
    private final LongSupplier nanos;
    private final Runnable close;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean planned = new AtomicBoolean();
    private volatile long nextAt;

    PacedExecutor(Duration pace, Batches batches, LongSupplier nanos, Runnable close) {
        this.pace = pace.toNanos();
        this.batches = batches;
        this.nanos = nanos;
        this.close = close;
        this.nextAt = nanos.getAsLong();
    }

    /**
     * One with threads of its own, as many as tasks block.
     *
     * @param pace from the begin of a batch to that of the next at least
     */
    public static PacedExecutor start(Duration pace) {
        ExecutorService threads = Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon().name("news-", 0).factory());
        return new PacedExecutor(
                pace,
                (batch, delay) -> (delay == 0
                                ? threads
                                : CompletableFuture.delayedExecutor(delay, TimeUnit.NANOSECONDS, threads))
                        .execute(batch),
                System::nanoTime,
                threads::shutdownNow);
    }

    @Override
    public void execute(Runnable task) {
        waiting.add(task);
        plan();
    }

    private void plan() {
        if (!planned.get() && planned.compareAndSet(false, true)) {
            batches.run(this::batch, Math.max(0, nextAt - nanos.getAsLong()));
        }
    }

    private void batch() {
        // Before the first look: whoever comes after the last one has a batch to come.
        planned.set(false);
        nextAt = nanos.getAsLong() + pace;
        for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
            if (!waiting.isEmpty()) {
                plan();
            }
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("a task broke", e);
            }
        }
    }

    /** Begins no more batches, and interrupts those that are under way. */
    @Override
    public void close() {
        close.run();
    }
}

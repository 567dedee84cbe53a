package dev.kubewasm.scheduler.app.kubernetes;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
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

    /** Runs something {@code delay} nanoseconds from now, 1 or more. */
    @FunctionalInterface
    interface Later {
        void run(Runnable task, long delay);
    }

    private final long pace;
    private final Executor threads;
    private final Later later;
    private final LongSupplier nanos;
    private final Runnable close;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean planned = new AtomicBoolean();
    private volatile long nextAt;
    private volatile boolean closed;

    PacedExecutor(Duration pace, Executor threads, Later later, LongSupplier nanos, Runnable close) {
        this.pace = pace.toNanos();
        this.threads = threads;
        this.later = later;
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
                threads,
                (task, delay) -> CompletableFuture.delayedExecutor(delay, TimeUnit.NANOSECONDS, Runnable::run)
                        .execute(task),
                System::nanoTime,
                threads::shutdownNow);
    }

    /** @throws RejectedExecutionException once it is closed, or when there can be no thread: then the task may yet run */
    @Override
    public void execute(Runnable task) {
        if (closed) {
            throw new RejectedExecutionException("closed");
        }
        waiting.add(task);
        plan();
    }

    private void plan() {
        if (planned.get() || !planned.compareAndSet(false, true)) {
            return;
        }
        long delay = nextAt - nanos.getAsLong();
        if (delay > 0) {
            later.run(this::begin, delay);
        } else {
            begin();
        }
    }

    private void begin() {
        try {
            threads.execute(this::batch);
        } catch (RuntimeException | Error e) {
            // Whoever comes next tries again.
            planned.set(false);
            throw e;
        }
    }

    private void batch() {
        nextAt = nanos.getAsLong() + pace;
        // Before the first look: whoever comes after the last one has a batch to come.
        planned.set(false);
        for (Runnable task = waiting.poll(); task != null && !closed; task = waiting.poll()) {
            try {
                if (!waiting.isEmpty()) {
                    plan();
                }
            } finally {
                run(task);
            }
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("a task broke", e);
        }
    }

    /** Takes nothing more, begins nothing that waits, and interrupts what is under way. */
    @Override
    public void close() {
        closed = true;
        close.run();
    }
}

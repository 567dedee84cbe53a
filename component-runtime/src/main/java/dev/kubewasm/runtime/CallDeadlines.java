package dev.kubewasm.runtime;

import dev.kubewasm.runtime.failure.Trap;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Interrupts calls that take too long: engines notice that in loops and calls, within some hundredths of a second. */
final class CallDeadlines implements AutoCloseable {
    private @Nullable ScheduledThreadPoolExecutor timer;

    /** Runs {@code call} on this thread; when it is interrupted by the deadline the trap says so. */
    <T> T within(Duration deadline, Supplier<T> call) {
        Watched watched = new Watched(Thread.currentThread());
        Future<?> alarm = timer().schedule(watched::expire, deadline.toNanos(), TimeUnit.NANOSECONDS);
        try {
            return call.get();
        } catch (Trap e) {
            if (e.kind() == Trap.Kind.INTERRUPTED && watched.expired()) {
                throw new Trap(Trap.Kind.INTERRUPTED, "the call took longer than its deadline of " + deadline, e);
            }
            throw e;
        } finally {
            alarm.cancel(false);
            watched.finish();
        }
    }

    private synchronized ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor t = timer;
        if (t == null) {
            t = new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("call-deadlines").factory());
            t.setRemoveOnCancelPolicy(true);
            timer = t;
        }
        return t;
    }

    @Override
    public synchronized void close() {
        if (timer != null) {
            timer.shutdownNow();
        }
    }

    /** A call in flight: interrupted at most once, and never after it has finished. */
    private static final class Watched {
        private final Thread thread;
        private boolean finished;
        private boolean expired;

        Watched(Thread thread) {
            this.thread = thread;
        }

        synchronized void expire() {
            if (!finished) {
                expired = true;
                thread.interrupt();
            }
        }

        synchronized boolean expired() {
            return expired;
        }

        /** The flag that the alarm set is not left for whoever runs next on this thread. */
        synchronized void finish() {
            finished = true;
            if (expired) {
                Thread.interrupted();
            }
        }
    }
}

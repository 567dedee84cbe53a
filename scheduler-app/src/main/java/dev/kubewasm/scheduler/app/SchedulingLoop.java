package dev.kubewasm.scheduler.app;

import dev.kubewasm.scheduler.core.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs cycles whenever there is something to try, on a thread of its own. */
final class SchedulingLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SchedulingLoop.class);

    /** How long a cycle that is under way may take to end when the program is stopped. */
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(20);

    private final Scheduler scheduler;
    private final SteadyClock clock;
    private final Duration hangsAfter;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition signal = lock.newCondition();
    private final Thread thread;
    /** Since when it has been at work without a pause; null while it waits for some. */
    private volatile @Nullable Instant busySince;

    private boolean signalled;
    private boolean stopped;

    /** @param hangsAfter a cycle that is under way for longer is taken to hang */
    SchedulingLoop(Scheduler scheduler, SteadyClock clock, Duration hangsAfter) {
        this.scheduler = scheduler;
        this.clock = clock;
        this.hangsAfter = hangsAfter;
        this.thread = Thread.ofPlatform().name("scheduling").unstarted(this::run);
    }

    void start() {
        scheduler.onWork(this::signal);
        thread.start();
    }

    /** Whether it goes on, or hasn't begun. */
    boolean alive() {
        Instant since = busySince;
        return thread.getState() != Thread.State.TERMINATED
                && (since == null || Duration.between(since, clock.instant()).compareTo(hangsAfter) <= 0);
    }

    private void signal() {
        lock.lock();
        try {
            signalled = true;
            signal.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (awaitWork()) {
                scheduler.runCycle();
            }
        } catch (InterruptedException e) {
            LOG.debug("interrupted: scheduling ends", e);
        }
    }

    /** Returns true when there is something to try, false when it is to end. */
    private boolean awaitWork() throws InterruptedException {
        while (true) {
            busySince = clock.instant();
            lock.lockInterruptibly();
            try {
                if (stopped) {
                    return false;
                }
                signalled = false;
            } finally {
                lock.unlock();
            }
            // Asked without the lock, which the scheduler's news take while they hold the scheduler's own.
            scheduler.readAhead();
            if (scheduler.hasWork()) {
                return true;
            }
            Optional<Instant> next = scheduler.nextAttempt();
            if (next.filter(at -> !at.isAfter(clock.instant())).isPresent()) {
                return true;
            }
            lock.lockInterruptibly();
            try {
                if (!signalled && !stopped) {
                    busySince = null;
                    if (next.isPresent()) {
                        long millis = Math.max(
                                1, Duration.between(clock.instant(), next.get()).toMillis());
                        boolean woken = signal.await(millis, TimeUnit.MILLISECONDS);
                        LOG.tracef("woken by %s", woken ? "news" : "the end of a backoff");
                    } else {
                        signal.await();
                    }
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Lets a cycle that is under way end, and starts no other. */
    @Override
    public void close() {
        lock.lock();
        try {
            stopped = true;
            signal.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (!thread.join(STOPS_WITHIN)) {
                LOG.warnf("a scheduling cycle is still under way after %s: it is left behind", STOPS_WITHIN);
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

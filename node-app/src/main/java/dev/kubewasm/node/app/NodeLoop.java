package dev.kubewasm.node.app;

import dev.kubewasm.node.NodeAgent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/** Lets the agent work whenever there is news, when the time of something has come, and once a second to see traps. */
final class NodeLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(NodeLoop.class);

    /** An instance that trapped tells nobody. */
    private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);

    private static final Duration STOPS_WITHIN = Duration.ofSeconds(10);

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition signal = lock.newCondition();
    private boolean signalled;
    private boolean stopped;
    private volatile Thread thread = Thread.currentThread();

    NodeLoop(InstantSource clock) {
        this.clock = clock;
    }

    /** Begins, once the Pods are known. */
    void start(NodeAgent agent, CompletionStage<Void> podsKnown) {
        thread = Thread.ofPlatform().name("node").start(() -> {
            try {
                podsKnown.toCompletableFuture().join();
                run(agent);
            } catch (InterruptedException e) {
                LOG.debug("interrupted: the node's loop ends", e);
            }
        });
    }

    /** Whether it goes on. */
    boolean alive() {
        return thread.isAlive();
    }

    /** There may be something to do. */
    void signal() {
        lock.lock();
        try {
            signalled = true;
            signal.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run(NodeAgent agent) throws InterruptedException {
        while (await(agent)) {
            try {
                agent.reconcile();
            } catch (RuntimeException | Error e) {
                // One Pod that is like no other, or takes all memory, must not take the rest with it.
                LOG.error("the agent failed, and tries again", e);
            }
        }
    }

    /** Waits until there may be something to do; false when it is to end. */
    private boolean await(NodeAgent agent) throws InterruptedException {
        Duration wait = agent.nextAttempt()
                .map(next -> Duration.between(clock.instant(), next))
                .filter(until -> until.compareTo(LOOKS_EVERY) < 0)
                .orElse(LOOKS_EVERY);
        long until = System.nanoTime() + wait.toNanos();
        lock.lockInterruptibly();
        try {
            long left = until - System.nanoTime();
            while (!signalled && !stopped && left > 0) {
                left = signal.awaitNanos(left);
            }
            signalled = false;
            return !stopped;
        } finally {
            lock.unlock();
        }
    }

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
                LOG.warnf("the agent is still at work after %s: it is left behind", STOPS_WITHIN);
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

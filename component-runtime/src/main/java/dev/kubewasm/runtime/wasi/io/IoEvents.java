package dev.kubewasm.runtime.wasi.io;

import dev.kubewasm.runtime.host.HostContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The one place where an instance waits. Whatever happens on another thread is published by {@link #update}, under the
 * lock that {@link #await} asks its pollables with, so no event can be missed.
 */
public final class IoEvents {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private IoEvents() {}

    /** The events of an instance. */
    public static IoEvents of(HostContext context) {
        return context.attachment(IoEvents.class, IoEvents::new);
    }

    /** Runs {@code change} with the lock held and has waiting calls look at their pollables again. */
    public void update(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What {@code question} returns with the lock held. */
    public <T> T ask(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until at least one of {@code pollables} is ready.
     *
     * @param pollables at least one
     * @return the positions of those that are ready, in ascending order
     * @throws dev.kubewasm.runtime.failure.Trap of kind {@code INTERRUPTED} when the thread is interrupted, which is how the
     *     deadline of a call ends it
     */
    public List<Integer> await(List<? extends Pollable> pollables) {
        lock.lock();
        try {
            List<Integer> ready = ready(pollables);
            while (ready.isEmpty()) {
                // However it returns: in time, early or late, the pollables are asked once more.
                boolean ignored = changed.await(recheckNanos(pollables), TimeUnit.NANOSECONDS);
                ready = ready(pollables);
            }
            return ready;
        } catch (InterruptedException e) {
            throw Interruption.trap(e);
        } finally {
            lock.unlock();
        }
    }

    private static List<Integer> ready(List<? extends Pollable> pollables) {
        List<Integer> ready = new ArrayList<>();
        for (int i = 0; i < pollables.size(); i++) {
            if (pollables.get(i).ready()) {
                ready.add(i);
            }
        }
        return ready;
    }

    private static long recheckNanos(List<? extends Pollable> pollables) {
        long nanos = Long.MAX_VALUE;
        for (Pollable p : pollables) {
            nanos = Math.min(nanos, p.recheckNanos());
        }
        return nanos;
    }
}

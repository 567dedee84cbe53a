package dev.kubewasm.runtime.abi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fair lock, reentrant, that costs one atomic operation where nobody waits: it is taken and given back at each call from
 * one container to another.
 *
 * <p>Giving back is a plain release: a thread that begins to wait at that moment may not be seen and woken. So nobody waits
 * longer than {@link #LONGEST_WAIT_NANOS} before looking again.
 */
final class EntryLock {
    private static final VarHandle OWNER;
    private static final long LONGEST_WAIT_NANOS = 1_000_000;

    static {
        try {
            OWNER = MethodHandles.lookup().findVarHandle(EntryLock.class, "owner", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile @Nullable Thread owner;
    /** How often the owner has taken it beyond the first time; the owner's alone. */
    private int again;

    private final Queue<Thread> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    /** Takes the lock if it is free and nobody waits for it, or if this thread has it. */
    boolean tryAcquire() {
        Thread me = Thread.currentThread();
        if (waiting.getPlain() == 0 && OWNER.compareAndSet(this, null, me)) {
            return true;
        }
        if (owner == me) {
            again++;
            return true;
        }
        return false;
    }

    /** Whether {@link #tryAcquire} would take it now. */
    boolean isFree() {
        Thread has = owner;
        return has == null ? waiting.getPlain() == 0 : has == Thread.currentThread();
    }

    /** How many wait for it. */
    int waiting() {
        return waiting.get();
    }

    /**
     * Takes the lock, after those who came before.
     *
     * @param nanos how long to wait at most; empty waits as long as it takes
     * @return whether it was taken in time
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    boolean acquire(OptionalLong nanos) throws InterruptedException {
        if (tryAcquire()) {
            return true;
        }
        long end = nanos.isPresent() ? System.nanoTime() + nanos.getAsLong() : 0;
        Thread me = Thread.currentThread();
        queue.add(me);
        waiting.incrementAndGet();
        boolean taken = false;
        try {
            while (!taken) {
                taken = queue.peek() == me && OWNER.compareAndSet(this, null, me);
                if (!taken) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                    long left = nanos.isPresent() ? end - System.nanoTime() : LONGEST_WAIT_NANOS;
                    if (left <= 0) {
                        return false;
                    }
                    LockSupport.parkNanos(this, Math.min(left, LONGEST_WAIT_NANOS));
                }
            }
            return true;
        } finally {
            queue.remove(me);
            waiting.decrementAndGet();
            if (!taken) {
                wakeNext();
            }
        }
    }

    /** Gives it back; by the thread that has it. */
    void release() {
        if (again > 0) {
            again--;
            return;
        }
        OWNER.setRelease(this, null);
        if (waiting.getPlain() > 0) {
            wakeNext();
        }
    }

    private void wakeNext() {
        Thread next = queue.peek();
        if (next != null) {
            LockSupport.unpark(next);
        }
    }
}

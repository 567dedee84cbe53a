package dev.kubewasm.runtime.abi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A fair lock, reentrant, that costs one atomic operation where nobody waits: it is taken and given back at each call from
 * one container to another.
 *
 * <p>Giving back is a plain release: a thread that begins to wait at that moment may not be seen and woken. So nobody waits
 * longer than {@link #LONGEST_WAIT_NANOS} before looking again.
 */
final class EntryLock {
    private static final VarHandle OWNER;
    private static final VarHandle WAITING;
    private static final long NOBODY = 0;
    private static final long LONGEST_WAIT_NANOS = 1_000_000;

    static {
        try {
            OWNER = MethodHandles.lookup().findVarHandle(EntryLock.class, "owner", long.class);
            WAITING = MethodHandles.lookup().findVarHandle(EntryLock.class, "waiting", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * The id of the thread that has it; {@link #NOBODY}, which is no thread's. Not the thread: of a reference written, the
     * garbage collector has to be told, which can cost more than all the rest.
     */
    private volatile long owner = NOBODY;

    /** How often the owner has taken it beyond the first time; the owner's alone. */
    private int again;

    private final Queue<Thread> queue = new ConcurrentLinkedQueue<>();
    private volatile int waiting;
    /** Whether the owner has it from {@link #reserve} and hasn't come for it yet; the owner's alone. */
    private boolean reserved;

    /** Takes the lock if it is free and nobody waits for it, or if this thread has it. */
    boolean tryAcquire() {
        long me = Thread.currentThread().threadId();
        if (waiting == 0 && OWNER.compareAndSet(this, NOBODY, me)) {
            return true;
        }
        if (owner == me) {
            if (reserved) {
                reserved = false;
            } else {
                again++;
            }
            return true;
        }
        return false;
    }

    /**
     * Takes the lock for the next {@link #tryAcquire} of this thread, if it is free and nobody waits for it. True too if
     * this thread has it.
     */
    boolean reserve() {
        long me = Thread.currentThread().threadId();
        if (waiting == 0 && OWNER.compareAndSet(this, NOBODY, me)) {
            reserved = true;
            return true;
        }
        return owner == me;
    }

    /** Gives back what this thread reserved and didn't come for; nothing otherwise. */
    void cancelReservation() {
        if (owner == Thread.currentThread().threadId() && reserved) {
            reserved = false;
            release();
        }
    }

    /** How many wait for it. */
    int waiting() {
        return waiting;
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
        WAITING.getAndAdd(this, 1);
        boolean taken = false;
        try {
            while (!taken) {
                taken = queue.peek() == me && OWNER.compareAndSet(this, NOBODY, me.threadId());
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
            WAITING.getAndAdd(this, -1);
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
        OWNER.setRelease(this, NOBODY);
        if (waiting > 0) {
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

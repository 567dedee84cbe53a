package dev.kubewasm.runtime.abi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
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

    /**
     * The id of the thread that was interrupted because it has the lock ({@link #seize}); {@link #NOBODY} if none was. Set
     * by who holds the monitor.
     */
    private volatile long interrupted = NOBODY;

    /** Whether the owner has it for good; set by who holds the monitor. */
    private volatile boolean closing;

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
        return tryAcquire() || await(nanos, () -> {});
    }

    /**
     * Takes the lock, after those who came before, and interrupts whoever has it until then: engines end what such a thread
     * runs. Threads that are virtual are waited for.
     *
     * @throws InterruptedException if the calling thread is interrupted while it waits
     */
    void seize() throws InterruptedException {
        if (!tryAcquire()) {
            await(OptionalLong.empty(), new Interruptions());
        }
    }

    /** Waits in the queue; {@code meanwhile} is done again and again. */
    private boolean await(OptionalLong nanos, Runnable meanwhile) throws InterruptedException {
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
                    meanwhile.run();
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
            forgetInterrupt();
            wakeNext();
        }
    }

    /** This thread has given the lock back: an interrupt that was meant for what it did with it is not left for what comes. */
    private void forgetInterrupt() {
        // Either this thread sees that it is about to be interrupted, or who interrupts sees that it is no longer the
        // owner.
        VarHandle.fullFence();
        long me = Thread.currentThread().threadId();
        if (interrupted == me) {
            synchronized (this) {
                if (interrupted == me) {
                    interrupted = NOBODY;
                    boolean _ = Thread.interrupted();
                }
            }
        }
    }

    /** Whoever has the lock keeps it for good, and isn't to be interrupted any more. */
    synchronized void keepForClosing() {
        closing = true;
    }

    private synchronized void interrupt(Thread thread) {
        interrupted = thread.threadId();
        if (owner == interrupted && !closing) {
            thread.interrupt();
        } else {
            interrupted = NOBODY;
        }
    }

    /** Interrupts the owner, who may be another one each time, and may have been about something that forgot an interrupt. */
    private final class Interruptions implements Runnable {
        private long known = NOBODY;
        private Optional<Thread> thread = Optional.empty();

        @Override
        public void run() {
            long now = owner;
            if (now != known) {
                known = now;
                thread = now == NOBODY ? Optional.empty() : find(now);
            }
            thread.ifPresent(EntryLock.this::interrupt);
        }

        /**
         * The thread of that id: looked for, since that is needed seldom and to remember it would cost at every call. To list
         * threads the JVM halts them all: one that gives the lock back after that sees that somebody waits for it.
         */
        private static Optional<Thread> find(long id) {
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.threadId() == id)
                    .findFirst();
        }
    }

    private void wakeNext() {
        Thread next = queue.peek();
        if (next != null) {
            LockSupport.unpark(next);
        }
    }
}

package dev.kubewasm.runtime.engine.endive;

import java.util.concurrent.atomic.AtomicInteger;

/** The calls that a thread makes from the host into compiled code, one within the other. Changed by that thread alone. */
final class Activation {
    private static final ThreadLocal<Activation> CURRENT = ThreadLocal.withInitial(Activation::new);

    private final Thread thread = Thread.currentThread();
    private final AtomicInteger depth = new AtomicInteger();

    private Activation() {
        Interruptions.add(this);
    }

    /** This thread's. */
    static Activation current() {
        return CURRENT.get();
    }

    void enter() {
        depth.lazySet(depth.getPlain() + 1);
    }

    void leave() {
        depth.lazySet(depth.getPlain() - 1);
    }

    Thread thread() {
        return thread;
    }

    /** Whether the thread is in a call, and was interrupted. */
    boolean isInterrupted() {
        return depth.getAcquire() > 0 && thread.isInterrupted();
    }
}

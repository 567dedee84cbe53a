package dev.kubewasm.runtime.engine;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The calls that a thread makes from the host into code of components, one within the other. Engines look there for threads that
 * are in it and were interrupted, where the code itself doesn't look.
 */
public final class Activation {
    private static final int FEW = 64;
    private static final Set<Activation> ALL = ConcurrentHashMap.newKeySet();
    /** How many there are when those of threads that have ended are let go of the next time. */
    private static int letGoAt = FEW;

    private static final ThreadLocal<Activation> CURRENT = ThreadLocal.withInitial(Activation::added);

    private final Thread thread = Thread.currentThread();
    /** Changed by that thread alone. */
    private final AtomicInteger depth = new AtomicInteger();

    private Activation() {}

    private static synchronized Activation added() {
        if (ALL.size() >= letGoAt) {
            ALL.removeIf(a -> !a.thread.isAlive());
            letGoAt = Math.max(FEW, 2 * ALL.size());
        }
        Activation made = new Activation();
        ALL.add(made);
        return made;
    }

    /** How many threads are known, some of which may have ended. */
    static int known() {
        return ALL.size();
    }

    /** This thread's. */
    public static Activation current() {
        return CURRENT.get();
    }

    /** A call begins: {@link #leave} follows, whatever becomes of it. */
    public void enter() {
        depth.lazySet(depth.getPlain() + 1);
    }

    /** The call that began last has ended. */
    public void leave() {
        depth.lazySet(depth.getPlain() - 1);
    }

    private boolean isInterrupted() {
        return depth.getAcquire() > 0 && thread.isInterrupted();
    }

    /** The threads that are in a call and were interrupted, at the moment. */
    public static List<Thread> interrupted() {
        ALL.removeIf(a -> !a.thread.isAlive());
        return ALL.stream().filter(Activation::isInterrupted).map(a -> a.thread).toList();
    }
}

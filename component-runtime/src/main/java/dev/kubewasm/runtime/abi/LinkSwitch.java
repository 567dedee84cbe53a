package dev.kubewasm.runtime.abi;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How the links of one container are switched to other providers: a change is posted by whoever knows of it and made by the
 * container itself, before the next of its calls through a link. So no call ever sees half of a change.
 */
public final class LinkSwitch {
    private volatile @Nullable Runnable pending;

    /** Posts a change, to be made after those posted before; {@code change} runs on a thread that is in the container. */
    public synchronized void post(Runnable change) {
        Runnable before = pending;
        pending = before == null
                ? change
                : () -> {
                    before.run();
                    change.run();
                };
        notifyAll();
    }

    /** Makes the changes that were posted. By a thread that is in the container. */
    void makeChanges() {
        if (pending != null) {
            makePending();
        }
    }

    private synchronized void makePending() {
        Runnable change = pending;
        pending = null;
        if (change != null) {
            change.run();
        }
    }

    /** Waits until a change is posted, for {@code nanos} at most; false if none was. */
    synchronized boolean awaitChange(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (pending == null) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }
}

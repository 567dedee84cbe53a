package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.meter.CpuMeter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How the links of one container are switched to other providers: a change is posted by whoever knows of it and made by the
 * container itself, before the next of its calls through a link. So no call ever sees half of a change.
 */
public final class LinkSwitch {
    private final CpuMeter cpu;
    private final List<Runnable> pending = new ArrayList<>();
    /** Whether there are any; read at every call. */
    private volatile boolean changed;

    /** Of the container whose CPU time is {@code cpu}. */
    LinkSwitch(CpuMeter cpu) {
        this.cpu = cpu;
    }

    /** The CPU time of the container. */
    CpuMeter cpu() {
        return cpu;
    }

    /** Posts a change, to be made after those posted before; {@code change} runs on a thread that is in the container. */
    public synchronized void post(Runnable change) {
        pending.add(change);
        changed = true;
        notifyAll();
    }

    /** Makes the changes that were posted. By a thread that is in the container. */
    void makeChanges() {
        if (changed) {
            makePending();
        }
    }

    private synchronized void makePending() {
        changed = false;
        List<Runnable> changes = List.copyOf(pending);
        pending.clear();
        changes.forEach(Runnable::run);
    }

    /** Waits until a change is posted, for {@code nanos} at most; false if none was. */
    synchronized boolean awaitChange(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (!changed) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }
}

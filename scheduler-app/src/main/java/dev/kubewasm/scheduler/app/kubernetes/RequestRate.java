package dev.kubewasm.scheduler.app.kubernetes;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** A token bucket, as client-go's: so many requests a second in the long run, more at once after a pause. */
public final class RequestRate {
    private static final double SECOND = 1e9;

    private final double perNano;
    private final int burst;
    private final LongSupplier nanos;
    private double tokens;
    private long at;

    /**
     * @param qps requests a second, 1 or more
     * @param burst how many may go at once, 1 or more
     */
    public RequestRate(int qps, int burst) {
        this(qps, burst, System::nanoTime);
    }

    RequestRate(int qps, int burst, LongSupplier nanos) {
        this.perNano = qps / SECOND;
        this.burst = burst;
        this.nanos = nanos;
        this.tokens = burst;
        this.at = nanos.getAsLong();
    }

    /** Waits until a request may go. */
    public void take() {
        long wait = reserve();
        long until = nanos.getAsLong() + wait;
        for (long left = wait; left > 0 && !Thread.currentThread().isInterrupted(); left = until - nanos.getAsLong()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Takes a token, a future one if there is none; how long it is until then, in nanoseconds. */
    synchronized long reserve() {
        long now = nanos.getAsLong();
        tokens = Math.min(burst, tokens + (now - at) * perNano) - 1;
        at = now;
        return tokens >= 0 ? 0 : (long) Math.ceil(-tokens / perNano);
    }
}

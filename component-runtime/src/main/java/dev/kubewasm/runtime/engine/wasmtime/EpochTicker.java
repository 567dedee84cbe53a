package dev.kubewasm.runtime.engine.wasmtime;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Advances the epoch of an engine while it has stores: at each, running code looks whether its thread was interrupted. The
 * engine's handle is deleted when the ticker ends, and not before.
 */
final class EpochTicker {
    /** How long an interrupted thread runs on at most. */
    private static final Duration EPOCH = Duration.ofMillis(10);

    private final MemorySegment engine;
    private final Thread thread;
    private volatile int stores;
    private volatile boolean closed;

    EpochTicker(MemorySegment engine) {
        this.engine = engine;
        this.thread = Thread.ofPlatform().daemon().name("wasmtime-epochs").start(this::run);
    }

    private void run() {
        while (!closed) {
            if (stores == 0) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, EPOCH.toNanos());
                WasmtimeApi.ENGINE_INCREMENT_EPOCH.run(engine);
            }
        }
        WasmtimeApi.ENGINE_DELETE.run(engine);
    }

    synchronized void storeOpened() {
        stores++;
        LockSupport.unpark(thread);
    }

    synchronized void storeClosed() {
        stores--;
    }

    void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}

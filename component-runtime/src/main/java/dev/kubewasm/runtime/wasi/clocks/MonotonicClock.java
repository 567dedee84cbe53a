package dev.kubewasm.runtime.wasi.clocks;

import static dev.kubewasm.runtime.value.ValueType.Primitive.U64;

import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.runtime.wasi.io.IoTypes;
import dev.kubewasm.runtime.wasi.io.Pollable;
import dev.kubewasm.runtime.wasi.support.Args;
import java.util.function.LongSupplier;

/**
 * {@code wasi:clocks/monotonic-clock}. An instance's clock starts at 0 when it is first asked, so that it can't overflow
 * and says nothing about the host.
 */
public final class MonotonicClock {
    private final LongSupplier clock;
    private final long start;

    private MonotonicClock(LongSupplier clock) {
        this.clock = clock;
        this.start = clock.getAsLong();
    }

    /** Declares the interface. */
    public static void define(HostInterface.Builder wasi) {
        FuncType read = FuncType.of(U64);
        FuncType subscribe = FuncType.of(ValueType.own("pollable"), U64);
        wasi.function("now", read, (context, args) -> Val.u64(of(context).now()))
                // The unit of the clock that the embedder supplies.
                .function("resolution", read, (context, args) -> Val.u64(1))
                .function(
                        "subscribe-instant",
                        subscribe,
                        (context, args) -> IoTypes.POLLABLE.own(of(context).at(Args.u64(args, 0))))
                .function(
                        "subscribe-duration",
                        subscribe,
                        (context, args) -> IoTypes.POLLABLE.own(of(context).after(Args.u64(args, 0))));
    }

    private static MonotonicClock of(HostContext context) {
        return context.attachment(MonotonicClock.class, () -> new MonotonicClock(context.monotonicClock()));
    }

    private long now() {
        return clock.getAsLong() - start;
    }

    private Pollable after(long duration) {
        long now = now();
        long instant = now + duration;
        // An instant that doesn't fit 64 bits is one that never comes.
        return at(Long.compareUnsigned(instant, now) < 0 ? -1L : instant);
    }

    private Pollable at(long instant) {
        return new Alarm(this, instant);
    }

    /** Ready from {@code instant} on, unsigned nanoseconds of the instance's clock. */
    private record Alarm(MonotonicClock clock, long instant) implements Pollable {
        @Override
        public boolean ready() {
            return Long.compareUnsigned(clock.now(), instant) >= 0;
        }

        @Override
        public long recheckNanos() {
            long now = clock.now();
            if (Long.compareUnsigned(now, instant) >= 0) {
                return 1;
            }
            long left = instant - now;
            return left < 0 ? Long.MAX_VALUE : left;
        }
    }
}

package dev.kubewasm.runtime.wasi.clocks;

import static dev.kubewasm.runtime.value.ValueType.Primitive.U32;
import static dev.kubewasm.runtime.value.ValueType.Primitive.U64;
import static dev.kubewasm.runtime.value.ValueType.field;

import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import java.time.Instant;

/** {@code wasi:clocks/wall-clock}. */
public final class WallClock {
    /** {@code datetime}: seconds since 1970-01-01T00:00:00Z and nanoseconds below 10<sup>9</sup>. */
    public static final ValueType DATETIME = ValueType.record(field("seconds", U64), field("nanoseconds", U32));

    private WallClock() {}

    /** Declares the interface. */
    public static void define(HostInterface.Builder wasi) {
        FuncType type = FuncType.of(DATETIME);
        wasi.function("now", type, (context, args) -> now(context.wallClock().instant()))
                // The unit of java.time.Instant, in which the embedder supplies the clock.
                .function("resolution", type, (context, args) -> datetime(0, 1));
    }

    private static Val now(Instant now) {
        if (now.getEpochSecond() < 0) {
            throw new Trap(
                    Trap.Kind.HOST_FAILURE,
                    "wasi:clocks/wall-clock: the host's clock says %s, before 1970".formatted(now));
        }
        return datetime(now.getEpochSecond(), now.getNano());
    }

    /** A {@code datetime} value. */
    public static Val datetime(long seconds, int nanoseconds) {
        return Val.record(Val.u64(seconds), new Val.U32(nanoseconds));
    }
}

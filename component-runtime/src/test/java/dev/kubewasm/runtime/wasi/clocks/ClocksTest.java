package dev.kubewasm.runtime.wasi.clocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.wasi.Guest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClocksTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Guest guest =
            new Guest(HostContext.builder().monotonicClock(nanos::get).build());

    @Test
    void monotonicClockStartsAtZeroAndSurvivesTheOverflowOfTheHosts() {
        assertThat(now()).isZero();
        nanos.addAndGet(1000);
        assertThat(nanos.get()).isNegative();
        assertThat(now()).isEqualTo(1000);
        assertThat(guest.call("clocks/monotonic-clock", "resolution")).isEqualTo(Val.u64(1));
    }

    @Test
    void aPollableIsReadyFromItsInstantOn() {
        assertThat(now()).isZero();
        Val instant = subscribe("subscribe-instant", 10);
        Val duration = subscribe("subscribe-duration", 11);
        nanos.addAndGet(9);
        assertThat(ready(instant)).isFalse();
        nanos.addAndGet(1);
        assertThat(ready(instant)).isTrue();
        assertThat(ready(duration)).isFalse();
        nanos.addAndGet(1);
        assertThat(ready(duration)).isTrue();
    }

    @Test
    void zeroIsReadyAtOnceAndAnInstantBeyondTheClockNever() {
        assertThat(ready(subscribe("subscribe-duration", 0))).isTrue();
        nanos.addAndGet(100);
        assertThat(ready(subscribe("subscribe-instant", 5))).isTrue();
        assertThat(ready(subscribe("subscribe-instant", -1))).isFalse();
        assertThat(ready(subscribe("subscribe-duration", -1))).isFalse();
        assertThat(ready(subscribe("subscribe-duration", Long.MIN_VALUE))).isFalse();
    }

    @Test
    void blockWaitsForTheClockAndPollNamesThoseThatAreReady() {
        // Every look at the clock advances it: what waits, waits microseconds.
        Guest moving = new Guest(HostContext.builder()
                .monotonicClock(() -> nanos.addAndGet(1000))
                .build());
        Val soon = moving.call("clocks/monotonic-clock", "subscribe-duration", Val.u64(20_000));
        Val never = moving.call("clocks/monotonic-clock", "subscribe-instant", Val.u64(-1));
        assertThat(moving.call(
                        "io/poll",
                        "poll",
                        Val.list(List.of(Guest.borrow(never), Guest.borrow(soon), Guest.borrow(soon)))))
                .isEqualTo(Val.list(List.of(new Val.U32(1), new Val.U32(2))));
        assertThat(moving.run(
                        "io/poll",
                        "[method]pollable.block",
                        Guest.borrow(moving.call("clocks/monotonic-clock", "subscribe-duration", Val.u64(20_000)))))
                .isEmpty();
    }

    @Test
    void interruptingTheThreadEndsAWait() {
        Val never = subscribe("subscribe-instant", -1);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> guest.run("io/poll", "[method]pollable.block", Guest.borrow(never)))
                .isInstanceOfSatisfying(
                        Trap.class, trap -> assertThat(trap.kind()).isEqualTo(Trap.Kind.INTERRUPTED));
        assertThat(Thread.interrupted()).as("the thread stays interrupted").isTrue();
    }

    @Test
    void wallClockIsTheContexts() {
        Guest at = wallClock(Instant.ofEpochSecond(1_700_000_000L, 123_456_789));
        assertThat(at.call("clocks/wall-clock", "now"))
                .isEqualTo(Val.record(Val.u64(1_700_000_000L), new Val.U32(123_456_789)));
        assertThat(at.call("clocks/wall-clock", "resolution")).isEqualTo(Val.record(Val.u64(0), new Val.U32(1)));
    }

    @Test
    void aWallClockBefore1970CantBeTold() {
        Guest before = wallClock(Instant.ofEpochSecond(-1));
        assertThatThrownBy(() -> before.call("clocks/wall-clock", "now"))
                .isInstanceOfSatisfying(
                        Trap.class, trap -> assertThat(trap.kind()).isEqualTo(Trap.Kind.HOST_FAILURE))
                .hasMessageContaining("1969-12-31T23:59:59Z");
    }

    private static Guest wallClock(Instant now) {
        return new Guest(
                HostContext.builder().wallClock(InstantSource.fixed(now)).build());
    }

    private long now() {
        return ((Val.U64) guest.call("clocks/monotonic-clock", "now")).value();
    }

    private Val subscribe(String function, long when) {
        return guest.call("clocks/monotonic-clock", function, Val.u64(when));
    }

    private boolean ready(Val pollable) {
        return ((Val.Bool) guest.call("io/poll", "[method]pollable.ready", Guest.borrow(pollable))).value();
    }
}

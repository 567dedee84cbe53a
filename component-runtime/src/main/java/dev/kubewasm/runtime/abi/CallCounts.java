package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.meter.CpuClock;
import dev.kubewasm.runtime.meter.Latencies;
import dev.kubewasm.runtime.meter.LinkCalls;
import dev.kubewasm.runtime.meter.LinkFailure;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * What becomes of an imported function's calls, beyond their number. Written by the thread that is in the container alone.
 *
 * <p>A call takes less time than reading a clock. So how long it took is asked for one in {@link LinkCalls#TIMED_EVERY}, and its
 * CPU time, whose clock is slower still, as often as costs about a fiftieth of what the calls cost: of all calls of a function
 * that takes long, of few of one that doesn't. A call that is measured counts for itself, those between for the running average.
 */
final class CallCounts {
    private static final long[] BOUNDS =
            Latencies.BOUNDS.stream().mapToLong(Long::longValue).toArray();

    private static final long NOT_MEASURED = Long.MIN_VALUE;
    /** In nanoseconds: calls that take this long are all measured, those that take a tenth of it one in ten. */
    private static final double ALL_FROM = 100_000;

    private static final int MEASURED_AT_LEAST_EVERY = 64 * LinkCalls.TIMED_EVERY;
    /** What a measured call has to do with the average. */
    private static final double WEIGHT = 1.0 / 16;

    /** What taking the time adds to it. */
    private static final long TAKING_TIME =
            LongStream.generate(CallCounts::takingTime).limit(1_000).min().orElseThrow();

    private final Map<LinkFailure, Long> failures = new EnumMap<>(LinkCalls.NONE.failures());
    private final long[] took = new long[BOUNDS.length + 1];
    private long nanos;
    /** Calls are numbered from 0: the next whose time counts among the latencies. */
    private long nextLatency;
    /** The next whose CPU time is measured. */
    private long nextMeasured;
    /** The first whose CPU time isn't accounted for. */
    private long unaccounted;

    private double averageCpu;
    private long cpuBegan = NOT_MEASURED;

    private static long takingTime() {
        long began = System.nanoTime();
        return System.nanoTime() - began;
    }

    void failed(LinkFailure kind) {
        failures.merge(kind, 1L, Long::sum);
    }

    /** A call of that number begins whose time is taken; returns when, never 0. */
    long begin(long call) {
        cpuBegan = call >= nextMeasured ? CpuClock.nanos() : NOT_MEASURED;
        return System.nanoTime() | 1;
    }

    /** That call has ended well; returns the CPU time, in nanoseconds, of it and those since the last that was measured. */
    long took(long call, long callNanos) {
        if (call >= nextLatency) {
            int bucket = 0;
            while (bucket < BOUNDS.length && callNanos > BOUNDS[bucket]) {
                bucket++;
            }
            took[bucket]++;
            nanos += callNanos;
            nextLatency = call + LinkCalls.TIMED_EVERY;
        }
        return cpuBegan == NOT_MEASURED ? 0 : measured(call, callNanos);
    }

    private long measured(long call, long callNanos) {
        // Of a short call the CPU clock would show what reading it takes; and a call that waits takes no CPU.
        long cpu = Math.clamp(CpuClock.nanos() - cpuBegan, 1, Math.max(1, callNanos - TAKING_TIME));
        averageCpu = averageCpu == 0 ? cpu : averageCpu + (cpu - averageCpu) * WEIGHT;
        long between = Math.max(0, call - unaccounted);
        unaccounted = call + 1;
        nextMeasured = call + Math.clamp((long) (ALL_FROM / averageCpu), 1, MEASURED_AT_LEAST_EVERY);
        return cpu + (long) (between * averageCpu);
    }

    /** The number of the next call whose time is taken. */
    long nextTimed() {
        return Math.min(nextLatency, nextMeasured);
    }

    /** With the number of calls. */
    LinkCalls of(long calls) {
        return new LinkCalls(
                calls, failures, new Latencies(Arrays.stream(took).boxed().toList(), nanos));
    }
}

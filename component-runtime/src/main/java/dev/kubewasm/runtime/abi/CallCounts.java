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
 * <p>A call takes less time than reading a clock. So how long it took is asked for one in {@link LinkCalls#TIMED_EVERY}, and that
 * is its CPU time, too, if it is short. A longer one may have waited: where calls are long on average the CPU clock is read, which
 * takes ten times as long, as often as costs a fiftieth of the calls. A call that is measured counts for itself, those between for
 * the running average.
 */
final class CallCounts {
    private static final long[] BOUNDS =
            Latencies.BOUNDS.stream().mapToLong(Long::longValue).toArray();

    private static final long NOT_MEASURED = Long.MIN_VALUE;
    /** In nanoseconds: shorter calls are not worth the CPU clock. */
    private static final long SHORT = 10_000;
    /** In nanoseconds: of calls that take this long all are measured, of those that take a tenth of it one in ten. */
    private static final double ALL_FROM = 100_000;

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
        if (cpuBegan != NOT_MEASURED) {
            // A call that waits takes no CPU, and of a short one the clock would show what reading it takes.
            return account(call, Math.min(CpuClock.nanos() - cpuBegan, callNanos));
        }
        if (callNanos < SHORT) {
            return account(call, callNanos - TAKING_TIME);
        }
        nextMeasured = call + 1;
        return 0;
    }

    private long account(long call, long cpuNanos) {
        long cpu = Math.max(1, cpuNanos);
        averageCpu = averageCpu == 0 ? cpu : averageCpu + (cpu - averageCpu) * WEIGHT;
        long between = Math.max(0, call - unaccounted);
        unaccounted = call + 1;
        nextMeasured = averageCpu < SHORT ? Long.MAX_VALUE : call + Math.max(1, (long) (ALL_FROM / averageCpu));
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

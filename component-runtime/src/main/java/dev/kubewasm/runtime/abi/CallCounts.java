package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.meter.Latencies;
import dev.kubewasm.runtime.meter.LinkCalls;
import dev.kubewasm.runtime.meter.LinkFailure;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** What becomes of an imported function's calls, beyond their number. Written by the thread that is in the container alone. */
final class CallCounts {
    private static final long[] BOUNDS =
            Latencies.BOUNDS.stream().mapToLong(Long::longValue).toArray();

    private final Map<LinkFailure, Long> failures = new EnumMap<>(LinkCalls.NONE.failures());
    private final long[] took = new long[BOUNDS.length + 1];
    private long nanos;

    void failed(LinkFailure kind) {
        failures.merge(kind, 1L, Long::sum);
    }

    void took(long callNanos) {
        int bucket = 0;
        while (bucket < BOUNDS.length && callNanos > BOUNDS[bucket]) {
            bucket++;
        }
        took[bucket]++;
        nanos += callNanos;
    }

    /** With the number of calls. */
    LinkCalls of(long calls) {
        return new LinkCalls(
                calls, failures, new Latencies(Arrays.stream(took).boxed().toList(), nanos));
    }
}

package dev.kubewasm.runtime.meter;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Calls through a link.
 *
 * @param calls that began, those under way included
 * @param failures those that ended without a result; a number for each kind
 * @param latencies of a sample of the others: one in {@link #TIMED_EVERY} of each function
 */
public record LinkCalls(long calls, Map<LinkFailure, Long> failures, Latencies latencies) {
    /** Each function's first call is timed, and every one after so many: reading the clock takes longer than a call. */
    public static final int TIMED_EVERY = 128;

    /** No call. */
    public static final LinkCalls NONE = new LinkCalls(
            0, Arrays.stream(LinkFailure.values()).collect(Collectors.toMap(kind -> kind, _ -> 0L)), Latencies.NONE);

    public LinkCalls {
        failures = Map.copyOf(failures);
    }

    /** Both. */
    LinkCalls plus(LinkCalls other) {
        Map<LinkFailure, Long> all = new EnumMap<>(failures);
        other.failures.forEach((kind, count) -> all.merge(kind, count, Long::sum));
        return new LinkCalls(calls + other.calls, all, latencies.plus(other.latencies));
    }
}

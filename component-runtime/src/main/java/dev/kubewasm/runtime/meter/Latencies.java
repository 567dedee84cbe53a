package dev.kubewasm.runtime.meter;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How long calls took whose time was taken.
 *
 * @param counts how many took no longer than each of {@link #BOUNDS} and longer than the one before; the last, longer than all
 * @param nanos how long they took together, in nanoseconds
 */
public record Latencies(List<Long> counts, long nanos) {
    /** In nanoseconds: 100 ns to 1 s, each ten times the one before. */
    public static final List<Long> BOUNDS =
            List.of(100L, 1_000L, 10_000L, 100_000L, 1_000_000L, 10_000_000L, 100_000_000L, 1_000_000_000L);

    /** Of no call. */
    public static final Latencies NONE = new Latencies(
            IntStream.rangeClosed(0, BOUNDS.size()).mapToObj(_ -> 0L).toList(), 0);

    public Latencies {
        counts = List.copyOf(counts);
    }

    /** How many calls' time was taken. */
    public long timed() {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    /** Of both. */
    Latencies plus(Latencies other) {
        return new Latencies(
                IntStream.range(0, counts.size())
                        .mapToObj(i -> counts.get(i) + other.counts.get(i))
                        .toList(),
                nanos + other.nanos);
    }
}

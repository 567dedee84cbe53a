package dev.kubewasm.simulations.measure;

import dev.kubewasm.placement.facts.InterfacePattern;
import dev.kubewasm.wit.model.InterfaceName;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many bytes a call through an import carries, request and answer together.
 *
 * @param byPattern 0 to {@link #MAX} by pattern; the most exact pattern that matches an import decides
 */
public record CallSizes(Map<InterfacePattern, Long> byPattern) {
    /** Where nothing is said: a round figure of a small request and answer. */
    public static final long BYTES = 1_024;

    /** The most that a call may carry. */
    public static final long MAX = 100L << 20;

    /** Every call carries {@link #BYTES}. */
    public static final CallSizes DEFAULT = new CallSizes(Map.of());

    /** @throws IllegalArgumentException if one is out of range; its pattern is named */
    public CallSizes {
        byPattern = Collections.unmodifiableMap(new LinkedHashMap<>(byPattern));
        byPattern.forEach((pattern, bytes) -> {
            if (bytes < 0 || bytes > MAX) {
                throw new IllegalArgumentException(pattern + " is " + bytes + ", must be 0 to " + MAX);
            }
        });
    }

    /** Of the import of {@code name}. */
    public long of(InterfaceName name) {
        return byPattern.entrySet().stream()
                .filter(entry -> entry.getKey().matches(name))
                .max(Map.Entry.comparingByKey(Comparator.comparingInt(InterfacePattern::precision)))
                .map(Map.Entry::getValue)
                .orElse(BYTES);
    }
}

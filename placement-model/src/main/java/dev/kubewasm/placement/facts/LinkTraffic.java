package dev.kubewasm.placement.facts;

import dev.kubewasm.wit.model.InterfaceName;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How much a Pod calls through its imports, as weights relative to each other. Where nothing is said a link has weight
 * 1, and nobody counts how its replicas share it out.
 *
 * @param byPattern weights from 1 to {@link #MAX} by pattern; the most exact pattern that matches an import decides
 */
public record LinkTraffic(Map<InterfacePattern, Integer> byPattern) {
    /** Nothing said. */
    public static final LinkTraffic UNSTATED = new LinkTraffic(Map.of());

    /** The largest weight. */
    public static final int MAX = 10_000;

    public LinkTraffic {
        byPattern = Collections.unmodifiableMap(new LinkedHashMap<>(byPattern));
        byPattern.forEach((pattern, weight) -> {
            if (weight < 1 || weight > MAX) {
                throw new IllegalArgumentException(
                        "the traffic of " + pattern + " is " + weight + ", must be from 1 to " + MAX);
            }
        });
    }

    /** The weight stated for the import of {@code name}. */
    public Optional<Integer> stated(InterfaceName name) {
        return byPattern.entrySet().stream()
                .filter(entry -> entry.getKey().matches(name))
                .max(Map.Entry.comparingByKey(Comparator.comparingInt(InterfacePattern::precision)))
                .map(Map.Entry::getValue);
    }

    /** The weight of the import of {@code name}: 1 if none is stated. */
    public int of(InterfaceName name) {
        return stated(name).orElse(1);
    }
}

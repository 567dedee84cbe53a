package dev.kubewasm.placement.solver;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Weights of the soft constraints.
 *
 * @param bySoftConstraint a weight of 0 or more for each; those left out have their default
 */
public record ConstraintWeights(Map<SoftConstraint, Long> bySoftConstraint) {
    /** The defaults. */
    public static final ConstraintWeights DEFAULT = new ConstraintWeights(Map.of());

    /** The largest weight. */
    public static final long MAX = 1_000_000;

    public ConstraintWeights {
        EnumMap<SoftConstraint, Long> all = new EnumMap<>(SoftConstraint.class);
        for (SoftConstraint constraint : SoftConstraint.values()) {
            long weight = bySoftConstraint.getOrDefault(constraint, constraint.defaultWeight());
            if (weight < 0 || weight > MAX) {
                throw new IllegalArgumentException(
                        "weight of constraint " + constraint.id() + " is " + weight + ", must be from 0 to " + MAX);
            }
            all.put(constraint, weight);
        }
        bySoftConstraint = Collections.unmodifiableMap(all);
    }

    /**
     * Weights by the names of the constraints; those left out have their default.
     *
     * @throws IllegalArgumentException if there is no such constraint, or a weight is out of range
     */
    public static ConstraintWeights named(Map<String, Long> byName) {
        Map<SoftConstraint, Long> weights = new EnumMap<>(SoftConstraint.class);
        byName.forEach((name, weight) -> weights.put(SoftConstraint.named(name), weight));
        return new ConstraintWeights(weights);
    }

    /** The weight of {@code constraint}. */
    public long of(SoftConstraint constraint) {
        return bySoftConstraint.getOrDefault(constraint, constraint.defaultWeight());
    }

    /** The weights by the names of the constraints. */
    public Map<String, Long> byName() {
        Map<String, Long> names = new TreeMap<>();
        bySoftConstraint.forEach((constraint, weight) -> names.put(constraint.id(), weight));
        return names;
    }
}

package dev.kubewasm.placement.facts;

import java.util.Optional;

/**
 * A toleration of a Pod.
 *
 * @param key empty (only with {@link Operator#EXISTS}): any key
 * @param operator how the value is compared
 * @param value compared with {@link Operator#EQUAL} alone
 * @param effect empty: any effect
 */
public record Toleration(String key, Operator operator, String value, Optional<Taint.Effect> effect) {
    /** The operators. */
    public enum Operator {
        EXISTS,
        EQUAL
    }

    /** Whether the Pod may ignore {@code taint}; the rules of {@code Toleration.ToleratesTaint} of Kubernetes. */
    public boolean tolerates(Taint taint) {
        if (effect.isPresent() && effect.get() != taint.effect()) {
            return false;
        }
        if (!key.isEmpty() && !key.equals(taint.key())) {
            return false;
        }
        return switch (operator) {
            case EXISTS -> true;
            case EQUAL -> !key.isEmpty() && value.equals(taint.value());
        };
    }
}

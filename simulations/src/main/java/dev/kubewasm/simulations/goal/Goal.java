package dev.kubewasm.simulations.goal;

import java.util.List;
import java.util.Map;

/**
 * A condition on measures: {@code pending>0 or nodes>6}. {@code and} binds closer than {@code or}; parentheses group.
 *
 * @see GoalParser
 */
public sealed interface Goal {
    /** Whether it holds. */
    boolean holds(Map<String, Double> measures);

    /** A comparison. */
    enum Relation {
        LESS("<"),
        LESS_OR_EQUAL("<="),
        EQUAL("="),
        NOT_EQUAL("!="),
        GREATER_OR_EQUAL(">="),
        GREATER(">");

        private final String text;

        Relation(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }

        boolean holds(double left, double right) {
            return switch (this) {
                case LESS -> left < right;
                case LESS_OR_EQUAL -> left <= right;
                case EQUAL -> left == right;
                case NOT_EQUAL -> left != right;
                case GREATER_OR_EQUAL -> left >= right;
                case GREATER -> left > right;
            };
        }
    }

    /** A measure against a number. */
    record Comparison(String measure, Relation relation, double number) implements Goal {
        @Override
        public boolean holds(Map<String, Double> measures) {
            Double value = measures.get(measure);
            if (value == null) {
                throw new IllegalArgumentException("there is no measure '" + measure + "'");
            }
            return relation.holds(value, number);
        }
    }

    /** All of them. */
    record All(List<Goal> parts) implements Goal {
        public All {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean holds(Map<String, Double> measures) {
            return parts.stream().allMatch(part -> part.holds(measures));
        }
    }

    /** Any of them. */
    record Any(List<Goal> parts) implements Goal {
        public Any {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean holds(Map<String, Double> measures) {
            return parts.stream().anyMatch(part -> part.holds(measures));
        }
    }
}

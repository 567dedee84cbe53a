package dev.kubewasm.placement.facts;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A node selector term: all its requirements hold. A term without requirements matches no node, as in Kubernetes.
 *
 * @param matchExpressions on the node's labels
 * @param matchFields on its fields, of which Kubernetes knows {@code metadata.name} alone
 */
public record NodeSelectorTerm(List<Requirement> matchExpressions, List<Requirement> matchFields) {
    /** The only field that may be matched. */
    public static final String METADATA_NAME = "metadata.name";

    public NodeSelectorTerm {
        matchExpressions = List.copyOf(matchExpressions);
        matchFields = List.copyOf(matchFields);
    }

    /** Whether a node of this name with these labels matches. */
    public boolean matches(String name, Map<String, String> labels) {
        if (matchExpressions.isEmpty() && matchFields.isEmpty()) {
            return false;
        }
        for (Requirement requirement : matchExpressions) {
            if (!requirement.matches(labels.get(requirement.key))) {
                return false;
            }
        }
        for (Requirement requirement : matchFields) {
            if (!requirement.matches(requirement.key.equals(METADATA_NAME) ? name : null)) {
                return false;
            }
        }
        return true;
    }

    /** Operators of node selector requirements. */
    public enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        DOES_NOT_EXIST,
        GT,
        LT
    }

    /**
     * One requirement.
     *
     * @param key a label's key, or a field's name
     * @param operator how to compare
     * @param values for {@code IN} and {@code NOT_IN} any number, for {@code GT} and {@code LT} one integer
     */
    public record Requirement(String key, Operator operator, List<String> values) {
        public Requirement {
            values = List.copyOf(values);
        }

        private boolean matches(@Nullable String value) {
            return switch (operator) {
                case IN -> value != null && values.contains(value);
                case NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
                case GT -> compare(value) > 0;
                case LT -> compare(value) < 0;
            };
        }

        /** The sign of {@code value - values[0]}; 0, which matches neither operator, if one of them is no integer. */
        private int compare(@Nullable String value) {
            OptionalLong left = value == null ? OptionalLong.empty() : integer(value);
            OptionalLong right = values.size() == 1 ? integer(values.getFirst()) : OptionalLong.empty();
            return left.isPresent() && right.isPresent() ? Long.compare(left.getAsLong(), right.getAsLong()) : 0;
        }

        private static OptionalLong integer(String text) {
            try {
                return OptionalLong.of(Long.parseLong(text));
            } catch (NumberFormatException e) {
                return OptionalLong.empty();
            }
        }
    }
}

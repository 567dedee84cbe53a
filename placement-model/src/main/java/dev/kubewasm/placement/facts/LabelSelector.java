package dev.kubewasm.placement.facts;

import java.util.List;
import java.util.Map;

/** A label selector: all requirements hold; without any it selects everything. */
public record LabelSelector(List<Requirement> requirements) {
    /** Selects everything. */
    public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

    /** Selects nothing, as a selector that isn't given does: no label has an empty key. */
    public static final LabelSelector NOTHING =
            new LabelSelector(List.of(new Requirement("", Operator.EXISTS, List.of())));

    public LabelSelector {
        requirements = List.copyOf(requirements);
    }

    /** Whether an object with these labels is selected. */
    public boolean matches(Map<String, String> labels) {
        for (Requirement requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    /** The same selector with {@code now} in the place of {@code before} among the values of label {@code key}. */
    public LabelSelector replacing(String key, String before, String now) {
        return new LabelSelector(requirements.stream()
                .map(r -> !r.key().equals(key)
                        ? r
                        : new Requirement(
                                key,
                                r.operator(),
                                r.values().stream()
                                        .map(value -> value.equals(before) ? now : value)
                                        .toList()))
                .toList());
    }

    /** Operators of label selector requirements. */
    public enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        DOES_NOT_EXIST
    }

    /**
     * One requirement. As in Kubernetes, {@code NOT_IN} holds where the label is missing.
     *
     * @param key the label's key
     * @param operator how to compare
     * @param values for {@code IN} and {@code NOT_IN}, at least one; else none
     */
    public record Requirement(String key, Operator operator, List<String> values) {
        public Requirement {
            values = List.copyOf(values);
        }

        boolean matches(Map<String, String> labels) {
            boolean present = labels.containsKey(key);
            return switch (operator) {
                case IN -> present && values.contains(labels.get(key));
                case NOT_IN -> !present || !values.contains(labels.get(key));
                case EXISTS -> present;
                case DOES_NOT_EXIST -> !present;
            };
        }
    }
}

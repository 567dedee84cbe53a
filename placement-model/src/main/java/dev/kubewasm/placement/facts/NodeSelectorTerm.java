package dev.kubewasm.placement.facts;

import java.util.List;

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
    }
}

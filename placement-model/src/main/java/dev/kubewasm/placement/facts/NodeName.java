package dev.kubewasm.placement.facts;

/** The name of a Node. */
public record NodeName(String value) implements Comparable<NodeName> {
    public NodeName {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a node name is empty");
        }
    }

    @Override
    public int compareTo(NodeName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

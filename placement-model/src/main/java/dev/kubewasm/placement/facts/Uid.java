package dev.kubewasm.placement.facts;

/** The {@code metadata.uid} of an object. */
public record Uid(String value) implements Comparable<Uid> {
    @Override
    public int compareTo(Uid other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

package dev.kubewasm.wit.binary;

/** A reference to a definition ({@code sortidx}): the index space and the index in it. */
public record SortIndex(Sort sort, int index) {
    @Override
    public String toString() {
        return sort.text() + " " + index;
    }
}

package dev.kubewasm.wit.compat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One difference.
 *
 * @param path where it is, from the outside in
 * @param expected what the importing side has there
 * @param found what the exporting side has there
 */
public record Mismatch(List<PathStep> path, String expected, String found) {
    /** What stands for a side that has nothing there. */
    static final String NOTHING = "nothing";

    public Mismatch {
        path = List.copyOf(path);
    }

    /** The same difference seen from one level further out. */
    public Mismatch within(PathStep step) {
        List<PathStep> longer = new ArrayList<>(path.size() + 1);
        longer.add(step);
        longer.addAll(path);
        return new Mismatch(longer, expected, found);
    }

    /** The same difference seen from the other side. */
    Mismatch swapped() {
        return new Mismatch(path, /* expected= */ found, /* found= */ expected);
    }

    /** Its path, for example {@code calculator#calculate › result › list › quote.base-price}. */
    public String where() {
        return path.stream().map(PathStep::text).collect(Collectors.joining(" › "));
    }

    /** One line: {@code calculator#calculate › result › list › quote.base-price: expected f64, found f32}. */
    public String render() {
        return where() + ": expected " + expected + ", found " + found;
    }
}

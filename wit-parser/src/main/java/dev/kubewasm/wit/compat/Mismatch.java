package dev.kubewasm.wit.compat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One difference.
 *
 * @param path where it is, from the outside in: {@code ["calculate", "result", "list element", "field discount-pct"]}
 * @param expected what the importing side has there
 * @param found what the exporting side has there
 */
public record Mismatch(List<String> path, String expected, String found) {
    private static final List<String> NAMED =
            List.of("field ", "case ", "flag ", "param ", "type ", "import ", "export ");

    public Mismatch {
        path = List.copyOf(path);
    }

    /** The same difference seen from one level further out. */
    public Mismatch within(String segment) {
        List<String> longer = new ArrayList<>(path.size() + 1);
        longer.add(segment);
        longer.addAll(path);
        return new Mismatch(longer, expected, found);
    }

    /** The same difference seen from the other side. */
    Mismatch swapped() {
        return new Mismatch(path, /* expected= */ found, /* found= */ expected);
    }

    /**
     * One line: {@code calculate › result › list element › field `discount-pct`: expected f32, found f64}.
     */
    public String render() {
        String where = path.stream().map(Mismatch::quoted).collect(Collectors.joining(" › "));
        return where + ": expected " + expected + ", found " + found;
    }

    private static String quoted(String segment) {
        for (String prefix : NAMED) {
            if (segment.startsWith(prefix)) {
                return prefix + "`" + segment.substring(prefix.length()) + "`";
            }
        }
        return segment;
    }
}

package dev.kubewasm.cli.manifest;

import java.util.Collection;
import java.util.Comparator;

/** Names that were misspelt. */
final class Spelling {
    private Spelling() {}

    /**
     * Says that a field isn't known, and which one may be meant.
     *
     * @param parent the path of what it is in; empty for the document
     */
    static String unknown(String field, String parent, Collection<?> known) {
        return "unknown field `" + field + "`" + (parent.isEmpty() ? "" : " in " + parent) + suggestion(field, known);
    }

    private static String suggestion(String name, Collection<?> known) {
        return known.stream()
                .map(Object::toString)
                .filter(k -> distance(name, k) <= Math.max(1, name.length() / 3))
                .min(Comparator.comparingInt((String k) -> distance(name, k)).thenComparing(Comparator.naturalOrder()))
                .map(k -> "; did you mean `" + k + "`?")
                .orElse("");
    }

    /** Levenshtein distance, letter case aside. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                int next = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + (same ? 0 : 1));
                diagonal = row[j];
                row[j] = next;
            }
        }
        return row[b.length()];
    }
}

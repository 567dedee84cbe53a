package dev.kubewasm.wit.diagnostics;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** "Did you mean": the known name that is nearest to a wrong one. */
public final class Suggestions {
    private static final int MAX_LENGTH = 64;
    private static final int MAX_CANDIDATES = 10_000;

    private Suggestions() {}

    /** The hint {@code did you mean `x`?} if one of {@code known} is near {@code wrong}. */
    public static Optional<String> didYouMean(String wrong, Collection<String> known) {
        return nearest(wrong, known).map(name -> "did you mean `" + name + "`?");
    }

    /** The nearest of {@code known} within a third of the length of {@code wrong} in edits (case is free). */
    public static Optional<String> nearest(String wrong, Collection<String> known) {
        if (wrong.length() > MAX_LENGTH || known.size() > MAX_CANDIDATES) {
            return Optional.empty();
        }
        String folded = wrong.toLowerCase(Locale.ROOT).replace('_', '-');
        int allowed = Math.max(1, wrong.length() / 3);
        record Scored(String name, int edits) {}
        return known.stream()
                .filter(name -> Math.abs(name.length() - wrong.length()) <= allowed && !name.equals(wrong))
                .map(name -> new Scored(name, edits(folded, name.toLowerCase(Locale.ROOT))))
                .filter(scored -> scored.edits <= allowed && scored.edits < wrong.length())
                .min(Comparator.comparingInt(Scored::edits).thenComparing(Scored::name))
                .map(Scored::name);
    }

    /** Edit distance where swapping two neighbours counts once. */
    private static int edits(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(last[j] + 1, row[j - 1] + 1), last[j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }
}

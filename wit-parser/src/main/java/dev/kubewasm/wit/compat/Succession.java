package dev.kubewasm.wit.compat;

import dev.kubewasm.wit.model.SemVer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether something new may take the place of something old, and everything that changed between the two.
 *
 * @param changes breaking ones first, else in the order of the old side
 */
public record Succession(List<Change> changes) {
    /** What the changes come to. */
    public enum Verdict {
        /** No change that anybody could notice. */
        SAME,
        /** More is there; what worked goes on working. */
        ADDITIVE,
        /** Something that worked may not work any more. */
        BREAKING
    }

    /**
     * One change.
     *
     * @param breaking whether it can break what worked
     * @param path where it is
     * @param before what was there, or {@code nothing}
     * @param after what is there now, or {@code nothing}
     */
    public record Change(boolean breaking, List<PathStep> path, String before, String after) {
        public Change {
            path = List.copyOf(path);
        }

        /** The path as text, steps separated by {@code ›}. */
        public String where() {
            return path.stream().map(PathStep::text).collect(Collectors.joining(" › "));
        }

        /**
         * One line: {@code + } for what was added, {@code - } for what is gone, {@code ~ } for what changed, the path, and
         * what it was and is.
         */
        public String render() {
            if (before.equals(Mismatch.NOTHING)) {
                return "+ " + where() + ": " + after;
            }
            return after.equals(Mismatch.NOTHING)
                    ? "- " + where() + ": " + before
                    : "~ " + where() + ": " + before + " → " + after;
        }
    }

    public Succession {
        changes = changes.stream()
                .distinct()
                .sorted(Comparator.comparing(change -> !change.breaking()))
                .toList();
    }

    /** What the changes come to. */
    public Verdict verdict() {
        if (changes.stream().anyMatch(Change::breaking)) {
            return Verdict.BREAKING;
        }
        return changes.isEmpty() ? Verdict.SAME : Verdict.ADDITIVE;
    }

    /**
     * The smallest version after {@code old} that may say so much: the next of another track for breaking changes, the
     * next minor one (on tracks {@code 0.x} the next patch) for additions; empty if nothing changed, or if {@code old} is
     * a pre-release, of which every one is a track of its own.
     */
    public Optional<SemVer> leastVersionAfter(SemVer old) {
        if (verdict() == Verdict.SAME || !old.preRelease().isEmpty()) {
            return Optional.empty();
        }
        boolean breaking = verdict() == Verdict.BREAKING;
        if (old.major() > 0) {
            return Optional.of(breaking ? release(old.major() + 1, 0, 0) : release(old.major(), old.minor() + 1, 0));
        }
        // 0.0.x: every version is a track of its own.
        return Optional.of(
                breaking && old.minor() > 0
                        ? release(0, old.minor() + 1, 0)
                        : release(0, old.minor(), old.patch() + 1));
    }

    private static SemVer release(long major, long minor, long patch) {
        return new SemVer(major, minor, patch, "", "");
    }
}

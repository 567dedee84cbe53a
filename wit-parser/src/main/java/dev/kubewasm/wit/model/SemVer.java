package dev.kubewasm.wit.model;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version as semver.org 2.0.0 writes it. Ordered by precedence; build metadata takes no part in precedence but
 * breaks ties, so that the order agrees with {@code equals}.
 *
 * @param major 0 or more
 * @param minor 0 or more
 * @param patch 0 or more
 * @param preRelease dot-separated identifiers without the {@code -}, empty if none
 * @param build dot-separated identifiers without the {@code +}, empty if none
 */
public record SemVer(long major, long minor, long patch, String preRelease, String build)
        implements Comparable<SemVer> {
    private static final String NUMBER = "(0|[1-9][0-9]{0,17})";
    private static final Pattern SYNTAX = Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER
            + "(?:-((?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)(?:\\.(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
            + "(?:\\+([0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*))?");

    /** The version that {@code text} spells, or empty if it spells none. */
    public static Optional<SemVer> parse(String text) {
        if (text.length() > 256) {
            return Optional.empty();
        }
        Matcher m = SYNTAX.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        return Optional.of(new SemVer(
                Long.parseLong(m.group(1)),
                Long.parseLong(m.group(2)),
                Long.parseLong(m.group(3)),
                Optional.ofNullable(m.group(4)).orElse(""),
                Optional.ofNullable(m.group(5)).orElse("")));
    }

    /**
     * The semver track: versions of one track promise to be compatible. {@code 1.4.2} is on {@code 1}, {@code 0.2.12} on
     * {@code 0.2}, {@code 0.0.3} on {@code 0.0.3}; a pre-release is a track of its own.
     */
    public String track() {
        if (!preRelease.isEmpty()) {
            return toString();
        }
        if (major != 0) {
            return Long.toString(major);
        }
        return minor != 0 ? "0." + minor : "0.0." + patch;
    }

    /** Whether an export at this version may serve an import at {@code wanted}: same track and not older. */
    public boolean satisfies(SemVer wanted) {
        return track().equals(wanted.track()) && compareTo(wanted) >= 0;
    }

    @Override
    public int compareTo(SemVer other) {
        return Comparator.comparingLong(SemVer::major)
                .thenComparingLong(SemVer::minor)
                .thenComparingLong(SemVer::patch)
                .thenComparing(SemVer::preRelease, SemVer::comparePreRelease)
                .thenComparing(SemVer::build)
                .compare(this, other);
    }

    private static int comparePreRelease(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) {
            return Boolean.compare(a.isEmpty(), b.isEmpty());
        }
        String[] left = a.split("\\.", -1);
        String[] right = b.split("\\.", -1);
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            int c = compareIdentifier(left[i], right[i]);
            if (c != 0) {
                return c;
            }
        }
        return Integer.compare(left.length, right.length);
    }

    private static int compareIdentifier(String a, String b) {
        boolean numericA = a.chars().allMatch(Character::isDigit);
        boolean numericB = b.chars().allMatch(Character::isDigit);
        if (numericA && numericB) {
            return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
        }
        return numericA != numericB ? Boolean.compare(numericB, numericA) : a.compareTo(b);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch + (preRelease.isEmpty() ? "" : "-" + preRelease)
                + (build.isEmpty() ? "" : "+" + build);
    }
}

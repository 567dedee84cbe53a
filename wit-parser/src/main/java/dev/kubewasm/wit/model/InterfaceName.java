package dev.kubewasm.wit.model;

import java.util.Optional;

/**
 * The full name of an interface (or a world) in its package: {@code namespace:package/name@version}, as component
 * binaries spell it in imports and exports.
 *
 * @param pkg the package it belongs to
 * @param name its kebab-case name
 */
public record InterfaceName(PackageName pkg, String name) {
    private static final int LONGEST = 1024;

    /** The interface name that {@code text} spells, or empty if it is none (a plain name, a bad version). */
    public static Optional<InterfaceName> parse(String text) {
        // By hand: schedulers read thousands of names a cycle, and a pattern's matcher costs more than the name.
        int colon = text.indexOf(':');
        int slash = text.indexOf('/', colon + 1);
        if (text.length() > LONGEST || colon < 0 || slash < 0) {
            return Optional.empty();
        }
        int at = text.indexOf('@', slash + 1);
        int end = at < 0 ? text.length() : at;
        if (!isLabel(text, 0, colon) || !isLabel(text, colon + 1, slash) || !isLabel(text, slash + 1, end)) {
            return Optional.empty();
        }
        Optional<SemVer> version = at < 0 ? Optional.empty() : SemVer.parse(text.substring(at + 1));
        if (at >= 0 && version.isEmpty()) {
            return Optional.empty();
        }
        PackageName pkg = new PackageName(text.substring(0, colon), text.substring(colon + 1, slash), version);
        return Optional.of(new InterfaceName(pkg, text.substring(slash + 1, end)));
    }

    /** Whether this part of {@code text} is words of letters and digits, joined by single dashes, a letter first. */
    private static boolean isLabel(String text, int from, int to) {
        boolean first = true;
        boolean letter = false;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean alphabetic = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            letter = i == from ? alphabetic : letter;
            if (c == '-' ? first : !alphabetic && (c < '0' || c > '9')) {
                return false;
            }
            first = c == '-';
        }
        return letter && !first;
    }

    /** The name without its version: {@code namespace:package/name}. */
    public String unversioned() {
        return pkg.unversioned() + "/" + name;
    }

    /**
     * Whether an export of this name may serve an import named {@code wanted}: the same package and interface, and the
     * version on the same semver track and not older ({@link SemVer#satisfies}); without versions, on both sides.
     */
    public boolean satisfies(InterfaceName wanted) {
        if (!unversioned().equals(wanted.unversioned())) {
            return false;
        }
        if (pkg.version().isEmpty() || wanted.pkg.version().isEmpty()) {
            return pkg.version().isEmpty() && wanted.pkg.version().isEmpty();
        }
        return pkg.version().get().satisfies(wanted.pkg.version().get());
    }

    @Override
    public String toString() {
        return unversioned() + pkg.version().map(v -> "@" + v).orElse("");
    }
}

package dev.kubewasm.wit.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The full name of an interface (or a world) in its package: {@code namespace:package/name@version}, as component
 * binaries spell it in imports and exports.
 *
 * @param pkg the package it belongs to
 * @param name its kebab-case name
 */
public record InterfaceName(PackageName pkg, String name) {
    private static final String LABEL = "[a-zA-Z][0-9a-zA-Z]*(?:-[0-9a-zA-Z]+)*";
    private static final Pattern SYNTAX = Pattern.compile("(" + LABEL + "):(" + LABEL + ")/(" + LABEL + ")(?:@(.+))?");

    /** The interface name that {@code text} spells, or empty if it is none (a plain name, a bad version). */
    public static Optional<InterfaceName> parse(String text) {
        if (text.length() > 1024) {
            return Optional.empty();
        }
        Matcher m = SYNTAX.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        Optional<SemVer> version = Optional.ofNullable(m.group(4)).flatMap(SemVer::parse);
        if (m.group(4) != null && version.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new InterfaceName(new PackageName(m.group(1), m.group(2), version), m.group(3)));
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

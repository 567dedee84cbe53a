package dev.kubewasm.wit.model;

import java.util.Comparator;
import java.util.Optional;

/**
 * The name of a package, {@code namespace:name} with an optional version.
 *
 * @param namespace kebab-case, for example {@code wasi}
 * @param name kebab-case, for example {@code io}
 * @param version the version after {@code @}, if there is one
 */
public record PackageName(String namespace, String name, Optional<SemVer> version) implements Comparable<PackageName> {
    private static final Comparator<PackageName> ORDER = Comparator.comparing(PackageName::namespace)
            .thenComparing(PackageName::name)
            .thenComparing(PackageName::version, PackageName::compareVersions);

    /** The name without its version, {@code namespace:name}. */
    public String unversioned() {
        return namespace + ":" + name;
    }

    /** By namespace, name and version; without a version first. */
    @Override
    public int compareTo(PackageName other) {
        return ORDER.compare(this, other);
    }

    private static int compareVersions(Optional<SemVer> a, Optional<SemVer> b) {
        return a.isPresent() && b.isPresent()
                ? a.get().compareTo(b.get())
                : Boolean.compare(a.isPresent(), b.isPresent());
    }

    @Override
    public String toString() {
        return unversioned() + version.map(v -> "@" + v).orElse("");
    }
}

package dev.kubewasm.wit.model;

import java.util.Optional;

/**
 * The name of a package, {@code namespace:name} with an optional version.
 *
 * @param namespace kebab-case, for example {@code wasi}
 * @param name kebab-case, for example {@code io}
 * @param version the version after {@code @}, if there is one
 */
public record PackageName(String namespace, String name, Optional<SemVer> version) {
    /** The name without its version, {@code namespace:name}. */
    public String unversioned() {
        return namespace + ":" + name;
    }

    @Override
    public String toString() {
        return unversioned() + version.map(v -> "@" + v).orElse("");
    }
}

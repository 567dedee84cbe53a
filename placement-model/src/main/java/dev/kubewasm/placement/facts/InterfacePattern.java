package dev.kubewasm.placement.facts;

import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.PackageName;

/** What an annotation says an entry is for: an interface, a package, or everything. */
public sealed interface InterfacePattern {
    /** Whether {@code name} is meant. */
    boolean matches(InterfaceName name);

    /** Of two patterns that match, the one with the higher number is the more exact one. */
    int precision();

    /** {@code example:pricing/catalog} (any version) or {@code example:pricing/catalog@1.0.0} (this version alone). */
    record OfInterface(InterfaceName name) implements InterfacePattern {
        @Override
        public boolean matches(InterfaceName other) {
            return name.pkg().version().isPresent()
                    ? name.equals(other)
                    : name.unversioned().equals(other.unversioned());
        }

        @Override
        public int precision() {
            return name.pkg().version().isPresent() ? 3 : 2;
        }

        @Override
        public String toString() {
            return name.toString();
        }
    }

    /** {@code example:pricing/*}: all interfaces of a package, of any version. */
    record OfPackage(PackageName name) implements InterfacePattern {
        @Override
        public boolean matches(InterfaceName other) {
            return name.unversioned().equals(other.pkg().unversioned());
        }

        @Override
        public int precision() {
            return 1;
        }

        @Override
        public String toString() {
            return name.unversioned() + "/*";
        }
    }

    /** {@code *}. */
    record Any() implements InterfacePattern {
        @Override
        public boolean matches(InterfaceName other) {
            return true;
        }

        @Override
        public int precision() {
            return 0;
        }

        @Override
        public String toString() {
            return "*";
        }
    }
}

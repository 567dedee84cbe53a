package dev.kubewasm.placement.facts;

import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.PackageName;

/** One entry of what a node supplies itself: an interface, or every interface of a package. */
public sealed interface HostInterface {
    /** Whether the node may serve an import of {@code wanted}: same name, same semver track, not older. */
    boolean serves(InterfaceName wanted);

    /** One interface. */
    record Named(InterfaceName name) implements HostInterface {
        @Override
        public boolean serves(InterfaceName wanted) {
            return name.satisfies(wanted);
        }

        @Override
        public String toString() {
            return name.toString();
        }
    }

    /** All interfaces of a package, for example {@code wasi:io@0.2.12}. */
    record WholePackage(PackageName name) implements HostInterface {
        @Override
        public boolean serves(InterfaceName wanted) {
            return new InterfaceName(name, wanted.name()).satisfies(wanted);
        }

        @Override
        public String toString() {
            return name.toString();
        }
    }
}

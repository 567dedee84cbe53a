package dev.kubewasm.wit.resolve;

import dev.kubewasm.wit.ast.Id;
import dev.kubewasm.wit.ast.TopLevelItem;
import dev.kubewasm.wit.model.Attributes;
import dev.kubewasm.wit.model.InterfaceName;

/** An interface or a world of a package, and the file whose scope its paths are read in. */
sealed interface Item {
    /** Its full name. */
    InterfaceName name();

    /** Its name where it is declared. */
    Id id();

    /** What stands in front of it. */
    Attributes attributes();

    /** The file it is written in. */
    UnresolvedPackage.Unit unit();

    /** {@code interface} or {@code world}. */
    String word();

    /** An interface. */
    record OfInterface(InterfaceName name, TopLevelItem.InterfaceDecl decl, UnresolvedPackage.Unit unit)
            implements Item {
        @Override
        public Id id() {
            return decl.id();
        }

        @Override
        public Attributes attributes() {
            return decl.attributes();
        }

        @Override
        public String word() {
            return "interface";
        }
    }

    /** A world. */
    record OfWorld(InterfaceName name, TopLevelItem.WorldDecl decl, UnresolvedPackage.Unit unit) implements Item {
        @Override
        public Id id() {
            return decl.id();
        }

        @Override
        public Attributes attributes() {
            return decl.attributes();
        }

        @Override
        public String word() {
            return "world";
        }
    }
}

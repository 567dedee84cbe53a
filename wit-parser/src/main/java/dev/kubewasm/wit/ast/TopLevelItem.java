package dev.kubewasm.wit.ast;

import dev.kubewasm.wit.model.Attributes;
import java.util.List;
import java.util.Optional;

/** What stands in a file or a nested package. */
public sealed interface TopLevelItem {
    /** {@code use path as name;}. */
    record TopLevelUse(UsePath path, Optional<Id> as) implements TopLevelItem {
        /** The name it gives. */
        public Id local() {
            return as.orElse(path.id());
        }
    }

    /** {@code interface name { ... }}. */
    record InterfaceDecl(Id id, List<InterfaceMember> members, Attributes attributes) implements TopLevelItem {
        public InterfaceDecl {
            members = List.copyOf(members);
        }
    }

    /** {@code world name { ... }}. */
    record WorldDecl(Id id, List<WorldMember> members, Attributes attributes) implements TopLevelItem {
        public WorldDecl {
            members = List.copyOf(members);
        }
    }
}

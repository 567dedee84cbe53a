package dev.kubewasm.wit.ast;

import dev.kubewasm.wit.model.Attributes;
import java.util.List;
import java.util.Optional;

/** What stands in an interface. */
public sealed interface InterfaceMember {
    /** {@code use path.{names};} in an interface or a world. */
    record Use(UsePath path, List<UseName> names, Attributes attributes) implements InterfaceMember, WorldMember {
        public Use {
            names = List.copyOf(names);
        }
    }

    /** {@code name} or {@code name as alias}. */
    record UseName(Id id, Optional<Id> as) {
        /** The name it has here. */
        public Id local() {
            return as.orElse(id);
        }
    }

    /** A type definition in an interface or a world. */
    record TypeDecl(Id id, TypeBody body, Attributes attributes) implements InterfaceMember, WorldMember {}

    /** {@code name: func(...);}. */
    record Func(Id id, FuncSignature signature, Attributes attributes) implements InterfaceMember {}
}

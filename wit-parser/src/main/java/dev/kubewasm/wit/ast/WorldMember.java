package dev.kubewasm.wit.ast;

import dev.kubewasm.wit.model.Attributes;
import java.util.List;

/** What stands in a world; see also {@link InterfaceMember.Use} and {@link InterfaceMember.TypeDecl}. */
public sealed interface WorldMember
        permits InterfaceMember.Use, InterfaceMember.TypeDecl, WorldMember.Extern, WorldMember.Include {
    /** {@code import ...} or {@code export ...}. */
    record Extern(Direction direction, ExternKind kind, Attributes attributes) implements WorldMember {}

    /** Which way. */
    enum Direction {
        IMPORT,
        EXPORT;

        /** The keyword. */
        public String text() {
            return this == IMPORT ? "import" : "export";
        }
    }

    /** What is imported or exported. */
    sealed interface ExternKind {
        /** An interface under its own full name. */
        record Path(UsePath path) implements ExternKind {}

        /** An interface under a plain name: {@code name: path;}. */
        record NamedPath(Id id, UsePath path) implements ExternKind {}

        /** {@code name: func(...);}. */
        record Func(Id id, FuncSignature signature) implements ExternKind {}

        /** {@code name: interface { ... }}. */
        record Inline(Id id, List<InterfaceMember> members) implements ExternKind {
            public Inline {
                members = List.copyOf(members);
            }
        }
    }

    /** {@code include path;} or {@code include path with { a as b }}. */
    record Include(UsePath path, List<Rename> with, Attributes attributes) implements WorldMember {
        public Include {
            with = List.copyOf(with);
        }
    }

    /** {@code from as to}. */
    record Rename(Id from, Id to) {}
}

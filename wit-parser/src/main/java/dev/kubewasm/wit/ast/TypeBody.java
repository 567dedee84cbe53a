package dev.kubewasm.wit.ast;

import dev.kubewasm.wit.model.Attributes;
import dev.kubewasm.wit.model.Docs;
import java.util.List;
import java.util.Optional;

/** What a type definition says after its name. */
public sealed interface TypeBody {
    /** {@code type name = target;}. */
    record AliasBody(TypeExpr target) implements TypeBody {}

    /** {@code record name { ... }}. */
    record RecordBody(List<Field> fields) implements TypeBody {
        public RecordBody {
            fields = List.copyOf(fields);
        }
    }

    /** {@code variant name { ... }}. */
    record VariantBody(List<Case> cases) implements TypeBody {
        public VariantBody {
            cases = List.copyOf(cases);
        }
    }

    /** {@code enum name { ... }}. */
    record EnumBody(List<Label> cases) implements TypeBody {
        public EnumBody {
            cases = List.copyOf(cases);
        }
    }

    /** {@code flags name { ... }}. */
    record FlagsBody(List<Label> flags) implements TypeBody {
        public FlagsBody {
            flags = List.copyOf(flags);
        }
    }

    /** {@code resource name;} or {@code resource name { ... }}. */
    record ResourceBody(List<ResourceFunc> functions) implements TypeBody {
        public ResourceBody {
            functions = List.copyOf(functions);
        }
    }

    /** A field of a record. */
    record Field(Id id, TypeExpr type, Docs docs) {}

    /** A case of a variant. */
    record Case(Id id, Optional<TypeExpr> payload, Docs docs) {}

    /** A case of an enum, or a flag. */
    record Label(Id id, Docs docs) {}

    /** A function of a resource; the id of a constructor is the keyword. */
    record ResourceFunc(Id id, Kind kind, FuncSignature signature, Attributes attributes) {
        /** How it is called. */
        public enum Kind {
            METHOD,
            STATIC,
            CONSTRUCTOR
        }
    }
}

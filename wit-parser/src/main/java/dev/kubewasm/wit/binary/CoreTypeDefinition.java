package dev.kubewasm.wit.binary;

import java.util.List;

/** A definition of the core type section ({@code core:deftype}). */
public sealed interface CoreTypeDefinition {
    /** A function type. */
    record FunctionType(List<CoreValType> params, List<CoreValType> results) implements CoreTypeDefinition {
        public FunctionType {
            params = List.copyOf(params);
            results = List.copyOf(results);
        }
    }

    /** A field of a struct or the element of an array. */
    record FieldType(CoreValType type, boolean mutable) {}

    /** A struct type. */
    record StructType(List<FieldType> fields) implements CoreTypeDefinition {
        public StructType {
            fields = List.copyOf(fields);
        }
    }

    /** An array type. */
    record ArrayType(FieldType element) implements CoreTypeDefinition {}

    /** A continuation type over the function type at {@code functionType}. */
    record ContinuationType(int functionType) implements CoreTypeDefinition {}

    /** A subtype declaration; {@code type} is none of {@code SubType}, {@code RecursiveGroup}, {@code ModuleType}. */
    record SubType(boolean isFinal, List<Integer> supertypes, boolean shared, CoreTypeDefinition type)
            implements CoreTypeDefinition {
        public SubType {
            supertypes = List.copyOf(supertypes);
        }
    }

    /** A recursion group: one index per member. */
    record RecursiveGroup(List<CoreTypeDefinition> members) implements CoreTypeDefinition {
        public RecursiveGroup {
            members = List.copyOf(members);
        }
    }

    /** The type of a core module. */
    record ModuleType(List<ModuleDeclarator> declarators) implements CoreTypeDefinition {
        public ModuleType {
            declarators = List.copyOf(declarators);
        }
    }

    /** A declarator of a module type. {@code offset} is its byte offset in the binary. */
    sealed interface ModuleDeclarator {
        /** Byte offset in the binary. */
        int offset();

        /** An import. */
        record OfImport(int offset, String module, String name, CoreExternType type) implements ModuleDeclarator {}

        /** Defines a core type of the module type. */
        record OfType(int offset, CoreTypeDefinition type) implements ModuleDeclarator {}

        /** An outer alias of a core type. */
        record OfAlias(int offset, Alias.Outer alias) implements ModuleDeclarator {}

        /** An export. */
        record OfExport(int offset, String name, CoreExternType type) implements ModuleDeclarator {}
    }
}

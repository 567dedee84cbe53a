package dev.kubewasm.wit.binary;

/** The type of an import or export as the binary gives it, by index ({@code externtype}). */
public sealed interface ExternDesc {
    /** The sort of what is imported or exported. */
    Sort sort();

    /** A core module of the module type at {@code coreType} of the core type index space. */
    record Module(int coreType) implements ExternDesc {
        @Override
        public Sort sort() {
            return Sort.CORE_MODULE;
        }
    }

    /** A function of the function type at {@code type}. */
    record Func(int type) implements ExternDesc {
        @Override
        public Sort sort() {
            return Sort.FUNC;
        }
    }

    /** A value of {@code type}. */
    record ValueOf(ValType type) implements ExternDesc {
        @Override
        public Sort sort() {
            return Sort.VALUE;
        }
    }

    /** A type equal to the one at {@code type}. */
    record TypeEqual(int type) implements ExternDesc {
        @Override
        public Sort sort() {
            return Sort.TYPE;
        }
    }

    /** An abstract resource type: {@code (sub resource)}. */
    record SubResource() implements ExternDesc {
        @Override
        public Sort sort() {
            return Sort.TYPE;
        }
    }

    /** A component of the component type at {@code type}. */
    record Component(int type) implements ExternDesc {
        @Override
        public Sort sort() {
            return Sort.COMPONENT;
        }
    }

    /** An instance of the instance type at {@code type}. */
    record Instance(int type) implements ExternDesc {
        @Override
        public Sort sort() {
            return Sort.INSTANCE;
        }
    }
}

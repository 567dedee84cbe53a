package dev.kubewasm.wit.binary;

import dev.kubewasm.wit.model.Type;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A definition of the type section as the binary has it ({@code deftype}): other types are given by index. */
public sealed interface TypeDefinition {
    /** A defined value type ({@code defvaltype}). */
    sealed interface ValueTypeDefinition extends TypeDefinition {}

    /** A label with a type: a field or a parameter. */
    record Labelled(String label, ValType type) {}

    /** A case of a variant. */
    record Case(String label, Optional<ValType> payload) {}

    /** A primitive under an index of its own. */
    record PrimitiveType(Type.Primitive type) implements ValueTypeDefinition {}

    /** {@code record}; at least one field. */
    record RecordType(List<Labelled> fields) implements ValueTypeDefinition {
        public RecordType {
            fields = List.copyOf(fields);
        }
    }

    /** {@code variant}; at least one case. */
    record VariantType(List<Case> cases) implements ValueTypeDefinition {
        public VariantType {
            cases = List.copyOf(cases);
        }
    }

    /** {@code list}. */
    record ListType(ValType element) implements ValueTypeDefinition {}

    /** {@code list} of fixed length; {@code length} is unsigned 32 bit, at least 1. */
    record FixedLengthListType(ValType element, long length) implements ValueTypeDefinition {}

    /** {@code tuple}; at least one element. */
    record TupleType(List<ValType> elements) implements ValueTypeDefinition {
        public TupleType {
            elements = List.copyOf(elements);
        }
    }

    /** {@code flags}; 1 to 32 labels. */
    record FlagsType(List<String> labels) implements ValueTypeDefinition {
        public FlagsType {
            labels = List.copyOf(labels);
        }
    }

    /** {@code enum}; at least one label. */
    record EnumType(List<String> labels) implements ValueTypeDefinition {
        public EnumType {
            labels = List.copyOf(labels);
        }
    }

    /** {@code option}. */
    record OptionType(ValType some) implements ValueTypeDefinition {}

    /** {@code result}. */
    record ResultType(Optional<ValType> ok, Optional<ValType> err) implements ValueTypeDefinition {}

    /** {@code own}: an owning handle to the resource type at {@code resource}. */
    record OwnType(int resource) implements ValueTypeDefinition {}

    /** {@code borrow}: a borrowing handle to the resource type at {@code resource}. */
    record BorrowType(int resource) implements ValueTypeDefinition {}

    /** {@code stream}. */
    record StreamType(Optional<ValType> element) implements ValueTypeDefinition {}

    /** {@code future}. */
    record FutureType(Optional<ValType> element) implements ValueTypeDefinition {}

    /** {@code map}. */
    record MapType(ValType key, ValType value) implements ValueTypeDefinition {}

    /** A function type. */
    record FunctionType(boolean async, List<Labelled> params, Optional<ValType> result) implements TypeDefinition {
        public FunctionType {
            params = List.copyOf(params);
        }
    }

    /** A component type. */
    record ComponentType(List<Declarator> declarators) implements TypeDefinition {
        public ComponentType {
            declarators = List.copyOf(declarators);
        }
    }

    /** An instance type; no declarator is an import. */
    record InstanceType(List<Declarator> declarators) implements TypeDefinition {
        public InstanceType {
            declarators = List.copyOf(declarators);
        }
    }

    /**
     * A resource type.
     *
     * @param representation {@code i32}, or {@code i64} with 64-bit memories
     * @param destructor core function index of the destructor
     */
    record ResourceType(CoreValType representation, OptionalInt destructor) implements TypeDefinition {}
}

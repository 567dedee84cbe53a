package dev.kubewasm.component;

import dev.kubewasm.wit.binary.types.ResourceRef;
import java.util.List;
import java.util.Optional;

/**
 * A value type, resolved: no indices, no names of types. Equality is structural, resources by identity. A type that
 * two others share is one object, and the tree has at most a million nodes, so walking it is bounded.
 */
public sealed interface ValueType {
    /** Types without parts. */
    enum Primitive implements ValueType {
        BOOL,
        S8,
        U8,
        S16,
        U16,
        S32,
        U32,
        S64,
        U64,
        F32,
        F64,
        CHAR,
        STRING,
        ERROR_CONTEXT
    }

    /** A field of a record. */
    record Field(String name, ValueType type) {}

    /** A case of a variant. */
    record Case(String name, Optional<ValueType> payload) {}

    /** {@code record}; at least one field. */
    record RecordType(List<Field> fields) implements ValueType {
        public RecordType {
            fields = List.copyOf(fields);
        }
    }

    /** {@code variant}; at least one case. */
    record VariantType(List<Case> cases) implements ValueType {
        public VariantType {
            cases = List.copyOf(cases);
        }
    }

    /** {@code list}. */
    record ListType(ValueType element) implements ValueType {}

    /** {@code list} of fixed length; at least 1. */
    record FixedListType(ValueType element, long length) implements ValueType {}

    /** {@code tuple}; at least one element. */
    record TupleType(List<ValueType> elements) implements ValueType {
        public TupleType {
            elements = List.copyOf(elements);
        }
    }

    /** {@code flags}; 1 to 32 names. */
    record FlagsType(List<String> names) implements ValueType {
        public FlagsType {
            names = List.copyOf(names);
        }
    }

    /** {@code enum}; at least one name. */
    record EnumType(List<String> names) implements ValueType {
        public EnumType {
            names = List.copyOf(names);
        }
    }

    /** {@code option}. */
    record OptionType(ValueType some) implements ValueType {}

    /** {@code result}. */
    record ResultType(Optional<ValueType> ok, Optional<ValueType> err) implements ValueType {}

    /** {@code own}. */
    record OwnType(ResourceRef resource) implements ValueType {}

    /** {@code borrow}. */
    record BorrowType(ResourceRef resource) implements ValueType {}

    /** {@code future}. */
    record FutureType(Optional<ValueType> element) implements ValueType {}

    /** {@code stream}. */
    record StreamType(Optional<ValueType> element) implements ValueType {}

    /** {@code map}. */
    record MapType(ValueType key, ValueType value) implements ValueType {}
}

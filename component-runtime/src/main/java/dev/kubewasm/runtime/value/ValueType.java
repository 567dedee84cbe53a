package dev.kubewasm.runtime.value;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The type of a component value, every alias resolved (Explainer.md, "Type Definitions"). Equality is structural;
 * resources are equal when their {@link ResourceId} is.
 */
public sealed interface ValueType {
    /** The types without structure; {@link #text()} is the WIT spelling. */
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
        STRING;

        /** The WIT spelling, for example {@code u8}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** {@code list<element>}. */
    record ListOf(ValueType element) implements ValueType {}

    /** {@code list<element, length>}; {@code length} is 1 or more. */
    record FixedListOf(ValueType element, int length) implements ValueType {}

    /** {@code map<key, value>}: as a value a list of pairs. */
    record MapOf(ValueType key, ValueType value) implements ValueType {}

    /** {@code record}; at least one field. */
    record RecordOf(List<Field> fields) implements ValueType {
        public RecordOf {
            fields = List.copyOf(fields);
        }
    }

    /** {@code tuple<elements...>}; at least one element. */
    record TupleOf(List<ValueType> elements) implements ValueType {
        public TupleOf {
            elements = List.copyOf(elements);
        }
    }

    /** {@code variant}; at least one case. */
    record VariantOf(List<Case> cases) implements ValueType {
        public VariantOf {
            cases = List.copyOf(cases);
        }
    }

    /** {@code enum}; at least one name. */
    record EnumOf(List<String> names) implements ValueType {
        public EnumOf {
            names = List.copyOf(names);
        }
    }

    /** {@code flags}; 1 to 32 names, the first is bit 0. */
    record FlagsOf(List<String> names) implements ValueType {
        public FlagsOf {
            names = List.copyOf(names);
        }
    }

    /** {@code option<some>}. */
    record OptionOf(ValueType some) implements ValueType {}

    /** {@code result<ok, err>}; either payload may be absent. */
    record ResultOf(Optional<ValueType> ok, Optional<ValueType> err) implements ValueType {}

    /** {@code own<resource>}. */
    record Own(ResourceId resource) implements ValueType {}

    /** {@code borrow<resource>}. */
    record Borrow(ResourceId resource) implements ValueType {}

    /** A field of a record. */
    record Field(String name, ValueType type) {}

    /** A case of a variant. */
    record Case(String name, Optional<ValueType> payload) {}

    /**
     * Which resource a handle type speaks of.
     *
     * @param slot its number among the resources that the component knows; {@link #BY_NAME} in types a host declares
     * @param name its name in its interface, for messages and for matching a host's declaration
     */
    record ResourceId(int slot, String name) {
        /** The slot of resources known by their name alone. */
        public static final int BY_NAME = -1;
    }

    /** {@code list<element>}. */
    static ValueType list(ValueType element) {
        return new ListOf(element);
    }

    /** {@code option<some>}. */
    static ValueType option(ValueType some) {
        return new OptionOf(some);
    }

    /** {@code result<ok, err>}. */
    static ValueType result(ValueType ok, ValueType err) {
        return new ResultOf(Optional.of(ok), Optional.of(err));
    }

    /** {@code result<_, err>}. */
    static ValueType resultOfErr(ValueType err) {
        return new ResultOf(Optional.empty(), Optional.of(err));
    }

    /** {@code result<ok>}. */
    static ValueType resultOfOk(ValueType ok) {
        return new ResultOf(Optional.of(ok), Optional.empty());
    }

    /** {@code result}. */
    static ValueType result() {
        return new ResultOf(Optional.empty(), Optional.empty());
    }

    /** {@code tuple<elements...>}. */
    static ValueType tuple(ValueType... elements) {
        return new TupleOf(Arrays.asList(elements));
    }

    /** A record of the fields. */
    static ValueType record(Field... fields) {
        return new RecordOf(Arrays.asList(fields));
    }

    /** A field of a record. */
    static Field field(String name, ValueType type) {
        return new Field(name, type);
    }

    /** A variant of the cases. */
    static ValueType variant(Case... cases) {
        return new VariantOf(Arrays.asList(cases));
    }

    /** A case without payload. */
    static Case variantCase(String name) {
        return new Case(name, Optional.empty());
    }

    /** A case with a payload. */
    static Case variantCase(String name, ValueType payload) {
        return new Case(name, Optional.of(payload));
    }

    /** An enum of the names. */
    static ValueType enumOf(String... names) {
        return new EnumOf(Arrays.asList(names));
    }

    /** Flags of the names, the first is bit 0. */
    static ValueType flags(String... names) {
        return new FlagsOf(Arrays.asList(names));
    }

    /** {@code own<resource>} of a resource that a host interface declares or uses, by its name. */
    static ValueType own(String resource) {
        return new Own(new ResourceId(ResourceId.BY_NAME, resource));
    }

    /** {@code borrow<resource>} of a resource that a host interface declares or uses, by its name. */
    static ValueType borrow(String resource) {
        return new Borrow(new ResourceId(ResourceId.BY_NAME, resource));
    }
}

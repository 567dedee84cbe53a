package dev.kubewasm.wit.model;

import java.util.List;
import java.util.Optional;

/**
 * A type where it is used: a primitive, a type constructor, or a named definition. Equality is by value; a named
 * type equals another only with the same owner, name and structure.
 */
public sealed interface Type {
    /** The primitive types. {@code text()} is their WIT spelling. */
    enum Primitive implements Type {
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
        ERROR_CONTEXT;

        /** The WIT spelling, for example {@code u8} or {@code error-context}. */
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /** {@code list<element>}. */
    record ListOf(Type element) implements Type {}

    /** {@code list<element, length>}; {@code length} is 1 or more. */
    record FixedLengthListOf(Type element, long length) implements Type {}

    /** {@code map<key, value>}. */
    record MapOf(Type key, Type value) implements Type {}

    /** {@code option<some>}. */
    record OptionOf(Type some) implements Type {}

    /** {@code result<ok, err>}; either side may be absent. */
    record ResultOf(Optional<Type> ok, Optional<Type> err) implements Type {}

    /** {@code tuple<elements...>}; one element or more. */
    record TupleOf(List<Type> elements) implements Type {
        public TupleOf {
            elements = List.copyOf(elements);
        }
    }

    /** {@code future<element>}. */
    record FutureOf(Optional<Type> element) implements Type {}

    /** {@code stream<element>}. */
    record StreamOf(Optional<Type> element) implements Type {}

    /** An owning handle; {@code resource} is a definition whose kind, aliases followed, is a resource. */
    record Own(TypeDef resource) implements Type {}

    /** A borrowing handle; {@code resource} is a definition whose kind, aliases followed, is a resource. */
    record Borrow(TypeDef resource) implements Type {}

    /** A use of the named definition {@code def} (never a resource itself: that is {@link Own} or {@link Borrow}). */
    record Named(TypeDef def) implements Type {}
}

package dev.kubewasm.wit.ast;

import dev.kubewasm.wit.diagnostics.Span;
import dev.kubewasm.wit.model.Type;
import java.util.List;
import java.util.Optional;

/** A type where it is written: production {@code ty}. */
public sealed interface TypeExpr {
    /** The whole type. */
    Span span();

    /** {@code u8}, {@code string} and the like. */
    record Primitive(Type.Primitive type, Span span) implements TypeExpr {}

    /** A name. */
    record Name(Id id) implements TypeExpr {
        @Override
        public Span span() {
            return id.span();
        }
    }

    /** {@code list<element>}. */
    record ListExpr(TypeExpr element, Span span) implements TypeExpr {}

    /** {@code list<element, length>}. */
    record FixedLengthListExpr(TypeExpr element, long length, Span span) implements TypeExpr {}

    /** {@code map<key, value>}. */
    record MapExpr(TypeExpr key, TypeExpr value, Span span) implements TypeExpr {}

    /** {@code option<some>}. */
    record OptionExpr(TypeExpr some, Span span) implements TypeExpr {}

    /** {@code result}, {@code result<ok>}, {@code result<_, err>}, {@code result<ok, err>}. */
    record ResultExpr(Optional<TypeExpr> ok, Optional<TypeExpr> err, Span span) implements TypeExpr {}

    /** {@code tuple<elements...>}. */
    record TupleExpr(List<TypeExpr> elements, Span span) implements TypeExpr {
        public TupleExpr {
            elements = List.copyOf(elements);
        }
    }

    /** {@code future} or {@code future<element>}. */
    record FutureExpr(Optional<TypeExpr> element, Span span) implements TypeExpr {}

    /** {@code stream} or {@code stream<element>}. */
    record StreamExpr(Optional<TypeExpr> element, Span span) implements TypeExpr {}

    /** {@code own<resource>}. */
    record OwnExpr(Id resource, Span span) implements TypeExpr {}

    /** {@code borrow<resource>}. */
    record BorrowExpr(Id resource, Span span) implements TypeExpr {}
}

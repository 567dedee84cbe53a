package dev.kubewasm.wit.syntax;

import dev.kubewasm.wit.ast.FuncSignature;
import dev.kubewasm.wit.ast.TypeExpr;
import dev.kubewasm.wit.diagnostics.Span;
import dev.kubewasm.wit.grammar.WitParser;
import dev.kubewasm.wit.model.Type;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Types and function signatures out of the parse tree. Depth is bounded by {@link Nesting}. */
final class TypeReader {
    private final TokenReader tokens;

    TypeReader(TokenReader tokens) {
        this.tokens = tokens;
    }

    FuncSignature signature(WitParser.FuncTypeContext context) {
        return new FuncSignature(context.ASYNC() != null, params(context.params()), optional(context.type()));
    }

    List<FuncSignature.Param> params(WitParser.ParamsContext context) {
        return context.param().stream()
                .map(param -> new FuncSignature.Param(tokens.id(param.ID()), type(param.type())))
                .toList();
    }

    Optional<TypeExpr> optional(WitParser.@Nullable TypeContext context) {
        return Optional.ofNullable(context).map(this::type);
    }

    TypeExpr type(WitParser.TypeContext context) {
        Span span = tokens.span(context);
        return switch (context) {
            case WitParser.PrimitiveTypeContext c ->
                new TypeExpr.Primitive(
                        Type.Primitive.valueOf(c.getText().replace('-', '_').toUpperCase(Locale.ROOT)), span);
            case WitParser.NamedTypeContext c -> new TypeExpr.Name(tokens.id(c.ID()));
            case WitParser.ListTypeContext c
            when c.INTEGER() != null ->
                new TypeExpr.FixedLengthListExpr(type(c.type()), tokens.integer(c.INTEGER(), 1, 0xFFFF_FFFFL), span);
            case WitParser.ListTypeContext c -> new TypeExpr.ListExpr(type(c.type()), span);
            case WitParser.MapTypeContext c -> new TypeExpr.MapExpr(type(c.type(0)), type(c.type(1)), span);
            case WitParser.OptionTypeContext c -> new TypeExpr.OptionExpr(type(c.type()), span);
            case WitParser.ResultTypeContext c -> new TypeExpr.ResultExpr(optional(c.ok), optional(c.err), span);
            case WitParser.TupleTypeContext c ->
                new TypeExpr.TupleExpr(c.type().stream().map(this::type).toList(), span);
            case WitParser.FutureTypeContext c -> new TypeExpr.FutureExpr(optional(c.type()), span);
            case WitParser.StreamTypeContext c -> new TypeExpr.StreamExpr(optional(c.type()), span);
            case WitParser.OwnTypeContext c -> new TypeExpr.OwnExpr(tokens.id(c.ID()), span);
            case WitParser.BorrowTypeContext c -> new TypeExpr.BorrowExpr(tokens.id(c.ID()), span);
            default -> throw new IllegalStateException("grammar alternative without a reader: " + context.getClass());
        };
    }
}

package dev.kubewasm.runtime.wave;

import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.runtime.value.ValueType.Primitive;

/** Which tokens a value of a type begins with. */
final class Opening {
    private Opening() {}

    static boolean fits(ValueType type, Tokens tokens) {
        Token token = tokens.peek();
        return switch (type) {
            case Primitive p -> primitive(p, token, tokens);
            case ValueType.ListOf l -> token.kind() == Token.Kind.BRACKET_OPEN;
            case ValueType.MapOf m -> token.kind() == Token.Kind.BRACKET_OPEN;
            case ValueType.FixedListOf l -> token.kind() == Token.Kind.BRACKET_OPEN;
            case ValueType.TupleOf t -> token.kind() == Token.Kind.PAREN_OPEN;
            case ValueType.RecordOf r -> token.kind() == Token.Kind.BRACE_OPEN;
            case ValueType.FlagsOf f -> token.kind() == Token.Kind.BRACE_OPEN;
            case ValueType.VariantOf v -> token.kind() == Token.Kind.WORD && !tokens.isKeyword(token);
            case ValueType.EnumOf e -> token.kind() == Token.Kind.WORD && !tokens.isKeyword(token);
            case ValueType.OptionOf o -> tokens.is(token, "some") || tokens.is(token, "none") || flat(o.some(), tokens);
            case ValueType.ResultOf r ->
                tokens.is(token, "ok")
                        || tokens.is(token, "err")
                        || r.ok().filter(ok -> flat(ok, tokens)).isPresent();
            case ValueType.Own own -> token.kind() == Token.Kind.HANDLE;
            case ValueType.Borrow borrow -> token.kind() == Token.Kind.HANDLE;
        };
    }

    /** {@code some} and {@code ok} may be left out, except before an option or a result (wasm-wave's README, "Options"). */
    private static boolean flat(ValueType payload, Tokens tokens) {
        return !(payload instanceof ValueType.OptionOf || payload instanceof ValueType.ResultOf)
                && fits(payload, tokens);
    }

    private static boolean primitive(Primitive type, Token token, Tokens tokens) {
        return switch (type) {
            case BOOL -> tokens.is(token, "true") || tokens.is(token, "false");
            case F32, F64 -> token.kind() == Token.Kind.NUMBER || tokens.is(token, "nan") || tokens.is(token, "inf");
            case CHAR -> token.kind() == Token.Kind.CHAR;
            case STRING -> token.kind() == Token.Kind.STRING || token.kind() == Token.Kind.MULTILINE_STRING;
            default -> token.kind() == Token.Kind.NUMBER;
        };
    }
}

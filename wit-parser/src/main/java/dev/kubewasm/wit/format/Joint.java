package dev.kubewasm.wit.format;

import dev.kubewasm.wit.grammar.WitLexer;
import dev.kubewasm.wit.grammar.WitParser;
import org.antlr.v4.runtime.Token;

/** What stands between two pieces. */
enum Joint {
    /** Nothing. */
    GLUE,
    /** One space. */
    SPACE,
    /** A new line. */
    LINE,
    /** A new line in a list of one entry a line; else nothing. */
    OPEN_LINE,
    /** A new line in a list of one entry a line; else one space. */
    OPEN_SPACE;

    static Joint between(Piece left, Piece right) {
        if (right.start() != Piece.Start.NONE || right.closesBlock()) {
            return LINE;
        }
        return switch (right.type()) {
            case WitLexer.COMMA,
                    WitLexer.SEMICOLON,
                    WitLexer.COLON,
                    WitLexer.SLASH,
                    WitLexer.DOT,
                    WitLexer.LESS,
                    WitLexer.GREATER,
                    WitLexer.LPAREN,
                    WitLexer.AT -> GLUE;
            case WitLexer.LBRACE -> right.rule() == WitParser.RULE_useItem ? GLUE : SPACE;
            case WitLexer.RPAREN, WitLexer.RBRACE -> right.closesList() ? edge(right) : GLUE;
            case Token.EOF -> LINE;
            default -> after(left);
        };
    }

    private static Joint after(Piece left) {
        return switch (left.type()) {
            case WitLexer.LPAREN, WitLexer.LBRACE -> left.opensList() ? edge(left) : GLUE;
            case WitLexer.COMMA ->
                switch (left.rule()) {
                    case WitParser.RULE_params, WitParser.RULE_useItem, WitParser.RULE_includeItem -> OPEN_SPACE;
                    default -> SPACE;
                };
            case WitLexer.COLON ->
                switch (left.rule()) {
                    case WitParser.RULE_packageName, WitParser.RULE_usePath, WitParser.RULE_externType -> GLUE;
                    default -> SPACE;
                };
            case WitLexer.SLASH, WitLexer.DOT, WitLexer.LESS, WitLexer.AT -> GLUE;
            default -> SPACE;
        };
    }

    private static Joint edge(Piece bracket) {
        return bracket.rule() == WitParser.RULE_includeItem ? OPEN_SPACE : OPEN_LINE;
    }
}

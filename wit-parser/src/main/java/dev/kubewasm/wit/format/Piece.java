package dev.kubewasm.wit.format;

import dev.kubewasm.wit.grammar.WitLexer;
import dev.kubewasm.wit.grammar.WitParser;
import java.util.List;
import org.antlr.v4.runtime.Token;

/**
 * One token of the text, with what the parser said of it.
 *
 * @param token the token
 * @param rule index of the innermost rule it belongs to
 * @param start whether something begins here that has a line of its own
 * @param comments those between the piece before and this one
 */
record Piece(Token token, int rule, Start start, List<Token> comments) {
    /** What begins with a piece. */
    enum Start {
        /** Nothing with a line of its own. */
        NONE,
        /** A member, a field, a case, or what follows a gate. */
        LINE,
        /** A top-level item that a blank line sets off from the one before. */
        ITEM
    }

    Piece {
        comments = List.copyOf(comments);
    }

    int type() {
        return token.getType();
    }

    /** Whether this is the brace that opens a block, of which every member has its own line. */
    boolean opensBlock() {
        return type() == WitLexer.LBRACE && !ofNames();
    }

    /** Whether this is the brace that closes a block. */
    boolean closesBlock() {
        return type() == WitLexer.RBRACE && !ofNames();
    }

    /** Whether this opens a list that stands on one line if it fits. */
    boolean opensList() {
        return type() == WitLexer.LBRACE ? ofNames() : type() == WitLexer.LPAREN && rule == WitParser.RULE_params;
    }

    /** Whether this closes such a list. */
    boolean closesList() {
        return type() == WitLexer.RBRACE ? ofNames() : type() == WitLexer.RPAREN && rule == WitParser.RULE_params;
    }

    /** Whether this closes a block whose members are separated by commas. */
    boolean closesMembers() {
        return type() == WitLexer.RBRACE
                && (rule == WitParser.RULE_recordItem
                        || rule == WitParser.RULE_variantItem
                        || rule == WitParser.RULE_enumItem
                        || rule == WitParser.RULE_flagsItem);
    }

    /** Whether this is the last of what stands in brackets or in the file. */
    boolean closes() {
        return switch (type()) {
            case WitLexer.RBRACE, WitLexer.RPAREN, WitLexer.GREATER, Token.EOF -> true;
            default -> false;
        };
    }

    private boolean ofNames() {
        return rule == WitParser.RULE_useItem || rule == WitParser.RULE_includeItem;
    }
}

package dev.kubewasm.wit.syntax;

import dev.kubewasm.wit.grammar.WitLexer;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;

/**
 * The first token that cannot go on from those before it.
 *
 * @param tokens all of the text, comments left out, the end of file last; the list never changes
 * @param at index of the token that is wrong
 * @param rules the rules being read there, the innermost first
 * @param expected the types of token that could stand there
 */
record Mistake(List<Token> tokens, int at, List<Frame> rules, IntervalSet expected) {
    /** One rule being read, and the index of its first token. */
    record Frame(int rule, int start) {}

    Mistake {
        rules = List.copyOf(rules);
    }

    Token found() {
        return tokens.get(at);
    }

    /** The token {@code offset} behind the wrong one, before it if negative; must be there. */
    Token token(int offset) {
        return tokens.get(at + offset);
    }

    /** The type of that token; {@link Token#INVALID_TYPE} beyond either end. */
    int type(int offset) {
        int index = at + offset;
        return index < 0 || index >= tokens.size()
                ? Token.INVALID_TYPE
                : tokens.get(index).getType();
    }

    /** Its text; empty beyond either end. */
    String text(int offset) {
        int index = at + offset;
        return index < 0 || index >= tokens.size() ? "" : tokens.get(index).getText();
    }

    /** Whether the token {@code offset} behind the wrong one is of one of {@code types}. */
    boolean is(int offset, int... types) {
        int found = type(offset);
        for (int type : types) {
            if (type == found) {
                return true;
            }
        }
        return false;
    }

    /** Whether a token of one of {@code types} was wrong. */
    boolean found(int... types) {
        return is(0, types);
    }

    boolean expects(int type) {
        return expected.contains(type);
    }

    /** Whether nothing but a token of {@code type} could stand here. */
    boolean expectsOnly(int type) {
        return expected.size() == 1 && expects(type);
    }

    boolean expectsType() {
        return expects(WitLexer.LIST);
    }

    /** The innermost rule. */
    int rule() {
        return rules.getFirst().rule();
    }

    /** Whether the innermost rule is one of {@code candidates}. */
    boolean in(int... candidates) {
        for (int candidate : candidates) {
            if (candidate == rule()) {
                return true;
            }
        }
        return false;
    }

    /** How many tokens of the innermost rule were read. */
    int read() {
        return at - rules.getFirst().start();
    }

    /** Whether the wrong token, or the one {@code offset} behind it, is the first of its line. */
    boolean startsLine(int offset) {
        return at + offset == 0 || token(offset).getLine() > token(offset - 1).getLine();
    }

    /** The index behind the bracket that closes the one at {@code open}; the end of file if none does. */
    int behindGroup(int open) {
        int depth = 0;
        for (int i = open; i < tokens.size() - 1; i++) {
            switch (tokens.get(i).getType()) {
                case WitLexer.LBRACE, WitLexer.LPAREN, WitLexer.LESS -> depth++;
                case WitLexer.RBRACE, WitLexer.RPAREN, WitLexer.GREATER -> {
                    if (--depth == 0) {
                        return i + 1;
                    }
                }
                default -> {
                    // Stands in the group.
                }
            }
        }
        return tokens.size() - 1;
    }

    /** The index of the first comma, semicolon or closing bracket from {@code from} on that is not in brackets. */
    int end(int from) {
        int i = from;
        while (i < tokens.size() - 1) {
            switch (tokens.get(i).getType()) {
                case WitLexer.COMMA, WitLexer.SEMICOLON, WitLexer.RBRACE, WitLexer.RPAREN, WitLexer.GREATER -> {
                    return i;
                }
                case WitLexer.LBRACE, WitLexer.LPAREN, WitLexer.LESS -> i = behindGroup(i);
                default -> i++;
            }
        }
        return tokens.size() - 1;
    }

    /** The index of the last bracket of type {@code open} before the wrong token that is still open; -1 if none is. */
    int open(int open, int close) {
        int depth = 0;
        for (int i = at - 1; i >= 0; i--) {
            int type = tokens.get(i).getType();
            if (type == close) {
                depth++;
            } else if (type == open && depth-- == 0) {
                return i;
            }
        }
        return -1;
    }
}

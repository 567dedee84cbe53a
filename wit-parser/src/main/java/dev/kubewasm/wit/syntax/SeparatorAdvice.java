package dev.kubewasm.wit.syntax;

import dev.kubewasm.wit.grammar.WitLexer;
import dev.kubewasm.wit.grammar.WitParser;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/** Commas, semicolons and closing brackets that are missing or taken for each other. */
final class SeparatorAdvice {
    private SeparatorAdvice() {}

    static Optional<Advice> of(Mistake m) {
        return endOfFile(m)
                .or(() -> twice(m))
                .or(() -> semicolon(m))
                .or(() -> comma(m))
                .or(() -> parenthesis(m));
    }

    private static Optional<Advice> endOfFile(Mistake m) {
        int open = m.open(WitLexer.LBRACE, WitLexer.RBRACE);
        if (!m.found(Token.EOF) || !m.expects(WitLexer.RBRACE) || open < 0) {
            return Optional.empty();
        }
        return Optional.of(Advice.NONE.note(new Advice.Note(m.tokens().get(open), false, "this `{` is not closed")));
    }

    private static Optional<Advice> twice(Mistake m) {
        if (m.found(WitLexer.COMMA) && m.is(-1, WitLexer.COMMA)) {
            return Optional.of(Advice.hint("one `,` is enough").repair(Repair.delete(m.at(), m.at() + 1)));
        }
        boolean closesNothing = m.found(WitLexer.GREATER, WitLexer.RPAREN)
                && m.open(WitLexer.LESS, WitLexer.GREATER) < 0
                && m.expects(WitLexer.SEMICOLON);
        return closesNothing
                ? Optional.of(Advice.NONE
                        .message("this `" + m.text(0) + "` closes nothing")
                        .repair(Repair.delete(m.at(), m.at() + 1)))
                : Optional.empty();
    }

    private static Optional<Advice> semicolon(Mistake m) {
        if (!m.expects(WitLexer.SEMICOLON)) {
            return Optional.empty();
        }
        if (m.found(WitLexer.COMMA)) {
            return Optional.of(
                    Advice.hint("end it with `;`").repair(Repair.replace(m, m.at(), m.at() + 1, WitLexer.SEMICOLON)));
        }
        boolean ends = m.found(WitLexer.RBRACE, Token.EOF, WitLexer.AT) || m.startsLine(0) || beginsMember(m);
        if (!ends) {
            return Optional.empty();
        }
        return Optional.of(missing(m, WitLexer.SEMICOLON, "`;` is missing here"));
    }

    private static boolean beginsMember(Mistake m) {
        return switch (m.type(0)) {
            case WitLexer.USE,
                    WitLexer.TYPE,
                    WitLexer.RECORD,
                    WitLexer.VARIANT,
                    WitLexer.ENUM,
                    WitLexer.FLAGS,
                    WitLexer.RESOURCE,
                    WitLexer.IMPORT,
                    WitLexer.EXPORT,
                    WitLexer.INCLUDE,
                    WitLexer.INTERFACE,
                    WitLexer.WORLD,
                    WitLexer.PACKAGE,
                    WitLexer.CONSTRUCTOR -> true;
            case WitLexer.ID ->
                m.is(1, WitLexer.COLON)
                        && m.in(
                                WitParser.RULE_funcItem,
                                WitParser.RULE_resourceMember,
                                WitParser.RULE_aliasItem,
                                WitParser.RULE_useItem);
            default -> false;
        };
    }

    /** Puts a token of {@code type} behind the last, and shows where on that line, if the mistake is on another. */
    private static Advice missing(Mistake m, int type, String text) {
        Advice advice = Advice.repairing(Repair.insert(m, m.at(), type));
        return m.startsLine(0) && !Repair.madeUp(m.token(-1))
                ? advice.note(new Advice.Note(m.token(-1), true, text))
                : advice.withHint("write `" + TokenWords.spelling(type) + "` before it");
    }

    private static Optional<Advice> comma(Mistake m) {
        if (!m.expects(WitLexer.COMMA)) {
            return Optional.empty();
        }
        boolean braces = m.expects(WitLexer.RBRACE);
        if (m.found(WitLexer.SEMICOLON) && (braces || (m.is(1, WitLexer.ID) && !m.startsLine(1)))) {
            return Optional.of(
                    Advice.hint("separate with `,`").repair(Repair.replace(m, m.at(), m.at() + 1, WitLexer.COMMA)));
        }
        boolean nextFunction = m.in(WitParser.RULE_params)
                && m.startsLine(0)
                && m.is(1, WitLexer.COLON)
                && m.is(2, WitLexer.FUNC, WitLexer.ASYNC, WitLexer.STATIC);
        if (nextFunction) {
            return Optional.of(missing(m, WitLexer.RPAREN, "`)` is missing here")
                    .repair(Repair.insert(m, m.at(), WitLexer.RPAREN, WitLexer.SEMICOLON)));
        }
        boolean nextType = m.expects(WitLexer.GREATER) && TokenWords.beginsType(m.type(0));
        boolean element = m.found(WitLexer.ID)
                || nextType
                || (TokenWords.isKeyword(m.type(0)) && (braces || m.is(1, WitLexer.COLON)));
        return element && (braces || m.in(WitParser.RULE_params) || m.expects(WitLexer.GREATER))
                ? Optional.of(missing(m, WitLexer.COMMA, "`,` is missing here"))
                : Optional.empty();
    }

    private static Optional<Advice> parenthesis(Mistake m) {
        int open = m.open(WitLexer.LPAREN, WitLexer.RPAREN);
        boolean ends = m.found(WitLexer.SEMICOLON, WitLexer.ARROW, WitLexer.RBRACE) || m.startsLine(0);
        if (!m.expects(WitLexer.RPAREN) || open < 0 || !ends) {
            return Optional.empty();
        }
        return Optional.of(Advice.NONE
                .note(new Advice.Note(m.tokens().get(open), false, "this `(` is not closed"))
                .repair(Repair.insert(m, m.at(), WitLexer.RPAREN)));
    }
}

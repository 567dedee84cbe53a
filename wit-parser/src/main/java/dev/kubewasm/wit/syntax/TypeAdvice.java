package dev.kubewasm.wit.syntax;

import dev.kubewasm.wit.diagnostics.ForeignWords;
import dev.kubewasm.wit.grammar.WitLexer;
import dev.kubewasm.wit.grammar.WitParser;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.antlr.v4.runtime.Token;

/** Mistakes in types. */
final class TypeAdvice {
    private TypeAdvice() {}

    static Optional<Advice> of(Mistake m) {
        if (m.expectsType()) {
            return missing(m).or(() -> group(m)).or(() -> definition(m)).or(() -> other(m));
        }
        return arguments(m).or(() -> handle(m)).or(() -> count(m)).or(() -> unclosed(m));
    }

    /** Nothing stands where a type should. */
    private static Optional<Advice> missing(Mistake m) {
        if (m.found(WitLexer.RPAREN) && m.is(-1, WitLexer.LPAREN) && m.is(-2, WitLexer.ID)) {
            return Optional.of(Advice.hint("a case that holds nothing has no parentheses: `" + m.text(-2) + "`")
                    .repair(Repair.delete(m.at() - 1, m.at() + 1)));
        }
        boolean missing =
                switch (m.type(0)) {
                    case WitLexer.SEMICOLON,
                            WitLexer.COMMA,
                            WitLexer.RPAREN,
                            WitLexer.RBRACE,
                            WitLexer.GREATER,
                            Token.EOF -> true;
                    default -> false;
                };
        if (!missing) {
            return Optional.empty();
        }
        Advice advice = Advice.repairing(Repair.insert(m, m.at(), WitLexer.ID));
        return Optional.of(
                switch (m.type(-1)) {
                    case WitLexer.ARROW ->
                        Advice.hint("write the type of the result, or leave `->` out if there is none")
                                .repair(Repair.insert(m, m.at(), WitLexer.ID));
                    case WitLexer.LESS ->
                        Advice.hint(
                                        m.is(-2, WitLexer.RESULT, WitLexer.FUTURE, WitLexer.STREAM)
                                                ? "write `" + example(m.type(-2)) + "`, or only `" + m.text(-2) + "`"
                                                : "`" + m.text(-2) + "` takes a type: `" + example(m.type(-2)) + "`")
                                .repair(Repair.insert(m, m.at(), arguments(m.type(-2))));
                    default -> advice;
                });
    }

    private static int[] arguments(int type) {
        return type == WitLexer.MAP ? new int[] {WitLexer.ID, WitLexer.COMMA, WitLexer.ID} : new int[] {WitLexer.ID};
    }

    private static String example(int type) {
        return switch (type) {
            case WitLexer.MAP -> "map<string, u32>";
            case WitLexer.OWN -> "own<the-resource>";
            case WitLexer.BORROW -> "borrow<the-resource>";
            case WitLexer.RESULT -> "result<u32, string>";
            case WitLexer.TUPLE -> "tuple<u32, string>";
            default -> TokenWords.spelling(type) + "<u8>";
        };
    }

    /** Brackets where a type should be. */
    private static Optional<Advice> group(Mistake m) {
        if (m.found(WitLexer.LBRACE)) {
            return Optional.of(Advice.hint("a record has a name: define `record name { ... }` and write `name` here")
                    .repair(Repair.replace(m, m.at(), m.behindGroup(m.at()), WitLexer.ID)));
        }
        if (!m.found(WitLexer.LPAREN)) {
            return Optional.empty();
        }
        Repair repair = Repair.replace(m, m.at(), m.behindGroup(m.at()), WitLexer.ID);
        if (!m.is(-1, WitLexer.ARROW)) {
            return Optional.of(Advice.hint("several types are a `tuple<...>`").repair(repair));
        }
        return Optional.of(
                m.is(1, WitLexer.RPAREN)
                        ? Advice.hint("leave `->` out if there is no result").repair(repair)
                        : Advice.hint("results have no names: write one type, for several a `tuple<...>` or a record")
                                .repair(repair));
    }

    /** The definition of a type where a type should be. */
    private static Optional<Advice> definition(Mistake m) {
        String keyword = m.text(0);
        switch (m.type(0)) {
            case WitLexer.RECORD, WitLexer.VARIANT, WitLexer.ENUM, WitLexer.FLAGS, WitLexer.RESOURCE -> {
                int block = m.is(1, WitLexer.ID) ? m.at() + 2 : m.at() + 1;
                boolean braces = m.tokens().get(block).getType() == WitLexer.LBRACE;
                if (!braces) {
                    return Optional.empty();
                }
                boolean alias = m.in(WitParser.RULE_type) && m.is(-1, WitLexer.EQUALS);
                String hint = alias
                        ? "write `" + keyword + " " + m.text(-2) + " { ... }` in place of `type " + m.text(-2) + " = "
                                + keyword + " { ... }`"
                        : "define it on its own, `" + keyword + " name { ... }`, and write `name` here";
                return Optional.of(
                        Advice.hint(hint).repair(Repair.replace(m, m.at(), m.behindGroup(block), WitLexer.ID)));
            }
            case WitLexer.FUNC, WitLexer.ASYNC -> {
                if (m.rules().size() > 2 && m.rules().get(1).rule() == WitParser.RULE_field) {
                    Optional<Advice> ended = Statements.endedBefore(m, m.rules().get(2), -2);
                    if (ended.isPresent()) {
                        return ended;
                    }
                }
                boolean alias = m.is(-1, WitLexer.EQUALS) && m.is(-3, WitLexer.TYPE);
                return Optional.of(Advice.hint(
                        alias
                                ? "a function is no type; write `" + m.text(-2) + ": func(...)`"
                                : "a function is no type; use a resource with a method in its place"));
            }
            default -> {
                return Optional.empty();
            }
        }
    }

    private static Optional<Advice> other(Mistake m) {
        if (m.found(WitLexer.UNDERSCORE)) {
            boolean second = m.is(-1, WitLexer.COMMA);
            return Optional.of(Advice.hint(
                            second
                                    ? "without a second type `result` has only the first: `result<u8>`"
                                    : "`_` is only for the first type of `result`, as in `result<_, string>`")
                    .repair(Repair.replace(m, m.at(), m.at() + 1, WitLexer.ID)));
        }
        if (m.found(WitLexer.TEXT, WitLexer.INTEGER, WitLexer.VERSION)) {
            Advice advice = m.found(WitLexer.TEXT) ? Advice.hint("types are written without quotes") : Advice.NONE;
            return Optional.of(advice.repair(Repair.replace(m, m.at(), m.at() + 1, WitLexer.ID)));
        }
        return Optional.empty();
    }

    /** {@code <} behind a type that takes no others, or none behind one that does. */
    private static Optional<Advice> arguments(Mistake m) {
        if (m.expectsOnly(WitLexer.LESS)) {
            String word = m.text(-1);
            int[] types = {WitLexer.LESS, WitLexer.ID, WitLexer.GREATER};
            int[] both = {WitLexer.LESS, WitLexer.ID, WitLexer.COMMA, WitLexer.ID, WitLexer.GREATER};
            int end = m.found(WitLexer.LPAREN, WitLexer.LBRACE) ? m.behindGroup(m.at()) : m.at();
            return Optional.of(Advice.hint("`" + word + "` takes a type in `<` and `>`: `" + example(m.type(-1)) + "`")
                    .repair(Repair.replace(m, m.at(), end, m.is(-1, WitLexer.MAP) ? both : types)));
        }
        if (!m.found(WitLexer.LESS) || m.in(WitParser.RULE_params) || !m.is(-1, WitLexer.ID)) {
            return primitiveWithArguments(m);
        }
        if (!m.expects(WitLexer.SEMICOLON) && !endsType(m)) {
            return Optional.empty();
        }
        String word = m.text(-1);
        Optional<String> known = ForeignWords.generic(word).or(() -> Optional.of(word.toLowerCase(Locale.ROOT)));
        OptionalInt type = known.map(TokenWords::keyword).orElse(OptionalInt.empty());
        if (type.isPresent()) {
            return Optional.of(Advice.hint("write `" + TokenWords.spelling(type.getAsInt()) + "<...>`")
                    .message("`" + word + "` is no type of WIT")
                    .blame(m.token(-1))
                    .repair(Repair.replace(m, m.at() - 1, m.at(), type.getAsInt())));
        }
        return Optional.of(Advice.hint(
                        "those that do are `list`, `option`, `result`, `tuple`, `map`, `future`, `stream`, `own` and"
                                + " `borrow`")
                .message("`" + word + "` takes no types in `<` and `>`")
                .repair(Repair.delete(m.at(), m.behindGroup(m.at()))));
    }

    private static boolean endsType(Mistake m) {
        return m.expects(WitLexer.COMMA) || m.expects(WitLexer.RPAREN) || m.expects(WitLexer.GREATER);
    }

    private static Optional<Advice> primitiveWithArguments(Mistake m) {
        boolean primitive = m.found(WitLexer.LESS)
                && TokenWords.beginsType(m.type(-1))
                && (endsType(m) || m.expects(WitLexer.SEMICOLON));
        return primitive
                ? Optional.of(Advice.NONE
                        .message("`" + m.text(-1) + "` takes no types in `<` and `>`")
                        .repair(Repair.delete(m.at(), m.behindGroup(m.at()))))
                : Optional.empty();
    }

    private static Optional<Advice> handle(Mistake m) {
        boolean handle = m.in(WitParser.RULE_type) && m.is(-2, WitLexer.OWN, WitLexer.BORROW) && m.expects(WitLexer.ID);
        if (!handle) {
            return Optional.empty();
        }
        int end = m.found(WitLexer.GREATER) ? m.at() : m.end(m.at());
        return Optional.of(Advice.hint("a handle names a resource: `" + example(m.type(-2)) + "`")
                .repair(Repair.replace(m, m.at(), end, WitLexer.ID)));
    }

    /** Too many or too few types in {@code < >}. */
    private static Optional<Advice> count(Mistake m) {
        if (!m.in(WitParser.RULE_type)) {
            return Optional.empty();
        }
        if (m.expectsOnly(WitLexer.INTEGER)) {
            String hint = m.found(WitLexer.GREATER, WitLexer.SEMICOLON)
                    ? "write the length, as in `list<u8, 16>`, or leave `,` out"
                    : "the second of a `list` is its length; a `map<...>` takes two types";
            return Optional.of(Advice.hint(hint).repair(Repair.replace(m, m.at(), m.end(m.at()), WitLexer.INTEGER)));
        }
        if (m.expectsOnly(WitLexer.COMMA) && m.found(WitLexer.GREATER)) {
            String hint = m.is(-1, WitLexer.UNDERSCORE)
                    ? "a result without types is written `result`"
                    : "a map has a type of keys and one of values: `map<string, u32>`";
            return Optional.of(Advice.hint(hint).repair(Repair.insert(m, m.at(), WitLexer.COMMA, WitLexer.ID)));
        }
        int open = m.open(WitLexer.LESS, WitLexer.GREATER);
        if (m.expects(WitLexer.GREATER) && m.found(WitLexer.COMMA) && open > 0) {
            String word = m.tokens().get(open - 1).getText();
            String most =
                    switch (word) {
                        case "result", "map" -> "two types";
                        case "list" -> "one type and a length";
                        default -> "one type";
                    };
            return Optional.of(Advice.hint("`" + word + "` takes " + most + " at most")
                    .repair(Repair.delete(m.at(), m.behindGroup(open) - 1)));
        }
        return Optional.empty();
    }

    private static Optional<Advice> unclosed(Mistake m) {
        int open = m.open(WitLexer.LESS, WitLexer.GREATER);
        boolean ends = m.found(WitLexer.SEMICOLON, WitLexer.RPAREN, WitLexer.RBRACE, WitLexer.ARROW, WitLexer.LBRACE)
                || m.startsLine(0);
        if (!m.expects(WitLexer.GREATER) || open < 0 || !ends) {
            return Optional.empty();
        }
        return Optional.of(Advice.NONE
                .note(new Advice.Note(m.tokens().get(open), false, "this `<` is not closed"))
                .repair(Repair.insert(m, m.at(), WitLexer.GREATER)));
    }
}

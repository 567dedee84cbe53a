package dev.kubewasm.wit.syntax;

import dev.kubewasm.wit.diagnostics.ForeignWords;
import dev.kubewasm.wit.diagnostics.Suggestions;
import dev.kubewasm.wit.grammar.WitLexer;
import dev.kubewasm.wit.grammar.WitParser;
import java.util.List;
import java.util.Optional;

/** Mistakes in functions: their names, parameters and results. */
final class FunctionAdvice {
    private FunctionAdvice() {}

    static Optional<Advice> of(Mistake m) {
        return beforeFunc(m)
                .or(() -> funcExpected(m))
                .or(() -> parenthesesExpected(m))
                .or(() -> parameter(m))
                .or(() -> behindParameters(m));
    }

    /** Behind the name, where a colon should be. */
    private static Optional<Advice> beforeFunc(Mistake m) {
        boolean function = m.in(WitParser.RULE_funcItem, WitParser.RULE_resourceMember, WitParser.RULE_externItem);
        if (!function || !m.expects(WitLexer.COLON)) {
            return Optional.empty();
        }
        String name = m.text(-1);
        return switch (m.type(0)) {
            case WitLexer.LPAREN ->
                Optional.of(Advice.hint("write `" + name + ": func(...)`")
                        .repair(Repair.insert(m, m.at(), WitLexer.COLON, WitLexer.FUNC)));
            case WitLexer.FUNC, WitLexer.ASYNC, WitLexer.INTERFACE ->
                Optional.of(Advice.hint("write `:` behind the name: `" + name + ": " + m.text(0) + "`")
                        .repair(Repair.insert(m, m.at(), WitLexer.COLON)));
            case WitLexer.EQUALS ->
                Optional.of(Advice.hint("write `:`, as in `" + name + ": func()`")
                        .repair(Repair.replace(m, m.at(), m.at() + 1, WitLexer.COLON)));
            case WitLexer.DOT ->
                m.in(WitParser.RULE_externItem)
                        ? Optional.empty()
                        : Optional.of(Advice.hint(
                                "a method is written in its resource: `resource r { " + m.text(1) + ": func(); }`"));
            default -> Optional.empty();
        };
    }

    private static Optional<Advice> funcExpected(Mistake m) {
        // In a world any name may stand behind the colon, so that the parentheses are what is wrong.
        boolean word = m.in(WitParser.RULE_externType)
                && m.found(WitLexer.LPAREN)
                && m.is(-1, WitLexer.ID)
                && m.is(-2, WitLexer.COLON);
        if (word) {
            return Optional.of(Advice.hint("write `func`")
                    .message("`" + m.text(-1) + "` is no keyword of WIT")
                    .blame(m.token(-1))
                    .repair(Repair.replace(m, m.at() - 1, m.at(), WitLexer.FUNC)));
        }
        if (!m.expects(WitLexer.FUNC) || m.expects(WitLexer.USE)) {
            return Optional.empty();
        }
        if (m.found(WitLexer.LPAREN)) {
            return Optional.of(Advice.hint("write `func` in front of the parameters")
                    .repair(Repair.insert(m, m.at(), WitLexer.FUNC)));
        }
        if (m.found(WitLexer.STATIC)) {
            String hint = m.is(-1, WitLexer.ASYNC) ? "write `static async func`" : "only functions of a resource are";
            return Optional.of(
                    Advice.hint(m.is(-1, WitLexer.ASYNC) ? hint : "only the functions of a resource are `static`")
                            .repair(Repair.delete(m.at(), m.at() + 1)));
        }
        if (m.found(WitLexer.LBRACE) && m.expects(WitLexer.INTERFACE)) {
            return Optional.of(Advice.hint("write `interface` in front of `{`")
                    .repair(Repair.insert(m, m.at(), WitLexer.INTERFACE)));
        }
        if (m.expects(WitLexer.INTERFACE)) {
            Optional<Advice> advice = externType(m);
            if (advice.isPresent()) {
                return advice;
            }
        }
        if (m.found(WitLexer.ID) && m.is(1, WitLexer.LPAREN)) {
            boolean known =
                    ForeignWords.keyword(m.text(0)).filter("func"::equals).isPresent()
                            || Suggestions.nearest(m.text(0), List.of("func")).isPresent();
            String hint = known ? "write `func`" : "write `func` in place of `" + m.text(0) + "`";
            return Optional.of(Advice.hint(hint).repair(Repair.replace(m, m.at(), m.at() + 1, WitLexer.FUNC)));
        }
        if (TokenWords.beginsType(m.type(0))) {
            return Optional.of(noFields(m));
        }
        if (m.found(WitLexer.SEMICOLON)) {
            return Optional.of(Advice.hint("write `func()`")
                    .repair(Repair.insert(m, m.at(), WitLexer.FUNC, WitLexer.LPAREN, WitLexer.RPAREN)));
        }
        return Optional.empty();
    }

    private static Optional<Advice> externType(Mistake m) {
        return switch (m.type(0)) {
            case WitLexer.TYPE, WitLexer.RECORD, WitLexer.VARIANT, WitLexer.ENUM, WitLexer.FLAGS, WitLexer.RESOURCE ->
                Optional.of(Advice.hint(
                        "a world imports and exports interfaces and functions; types are defined in it without `:`"));
            case WitLexer.SEMICOLON ->
                Optional.of(Advice.hint("say what it is, `" + m.text(-2) + ": func()` or `" + m.text(-2)
                                + ": interface { ... }`, or leave `:` out")
                        .repair(Repair.delete(m.at() - 1, m.at())));
            default -> Optional.empty();
        };
    }

    private static Advice noFields(Mistake m) {
        String name = m.text(-2);
        boolean resource = m.expects(WitLexer.STATIC);
        boolean world = m.expects(WitLexer.INTERFACE);
        String hint;
        if (resource) {
            hint = "a resource has no fields, only functions: `" + name + ": func() -> " + m.text(0) + "`";
        } else if (world) {
            hint = "a world imports and exports interfaces and functions: `" + name + ": func() -> " + m.text(0) + "`";
        } else {
            hint = "write `" + name + ": func() -> " + m.text(0) + "` for a function, `type " + name + " = " + m.text(0)
                    + "` for a type";
        }
        int end = m.end(m.at());
        return Advice.hint(hint)
                .repair(Repair.replace(m, m.at(), end, WitLexer.FUNC, WitLexer.LPAREN, WitLexer.RPAREN));
    }

    private static Optional<Advice> parenthesesExpected(Mistake m) {
        if (!m.in(WitParser.RULE_params) || !m.expectsOnly(WitLexer.LPAREN)) {
            return Optional.empty();
        }
        boolean constructor = m.is(-1, WitLexer.CONSTRUCTOR);
        if (constructor && m.found(WitLexer.COLON)) {
            int end = m.is(1, WitLexer.FUNC) ? m.at() + 2 : m.at() + 1;
            return Optional.of(
                    Advice.hint("write `constructor(...)`, without `: func`").repair(Repair.delete(m.at(), end)));
        }
        if (m.found(WitLexer.LESS)) {
            return Optional.of(Advice.hint("a function has no type parameters; WIT has no generics")
                    .repair(Repair.delete(m.at(), m.behindGroup(m.at()))));
        }
        if (m.found(WitLexer.ID)) {
            return Optional.of(Advice.hint(
                            constructor
                                    ? "a constructor has no name: `constructor(...)`"
                                    : "the name is the one before `:`: leave `" + m.text(0) + "` out")
                    .repair(Repair.delete(m.at(), m.at() + 1)));
        }
        String word = constructor ? "constructor" : "func";
        return Optional.of(Advice.hint("parentheses are needed even without parameters: `" + word + "()`")
                .repair(Repair.insert(m, m.at(), WitLexer.LPAREN, WitLexer.RPAREN)));
    }

    private static Optional<Advice> parameter(Mistake m) {
        if (m.in(WitParser.RULE_param) && m.expectsOnly(WitLexer.COLON)) {
            return withoutType(m);
        }
        if (!m.in(WitParser.RULE_params)) {
            return Optional.empty();
        }
        if (m.found(WitLexer.EQUALS)) {
            return Optional.of(
                    Advice.hint("parameters have no default value").repair(Repair.delete(m.at(), m.end(m.at()))));
        }
        boolean type = m.expects(WitLexer.ID) && TokenWords.beginsType(m.type(0)) && !m.is(1, WitLexer.COLON);
        if (type && m.is(1, WitLexer.ID)) {
            return Optional.of(Advice.hint("the name comes first: `" + m.text(1) + ": " + m.text(0) + "`")
                    .repair(new Repair(m.at(), m.at() + 2, swapped(m))));
        }
        if (type) {
            return Optional.of(Advice.hint("a parameter has a name: `name: " + m.text(0) + "`")
                    .repair(Repair.insert(m, m.at(), WitLexer.ID, WitLexer.COLON)));
        }
        return Optional.empty();
    }

    /** {@code u32 a} as {@code a: u32}. */
    static List<org.antlr.v4.runtime.Token> swapped(Mistake m) {
        return List.of(
                m.token(1), Repair.insert(m, m.at(), WitLexer.COLON).tokens().getFirst(), m.found());
    }

    private static Optional<Advice> withoutType(Mistake m) {
        String name = m.text(-1);
        boolean last = m.found(WitLexer.COMMA, WitLexer.RPAREN, WitLexer.SEMICOLON);
        if (last && name.equals("self")) {
            int end = m.found(WitLexer.COMMA) ? m.at() + 1 : m.at();
            return Optional.of(Advice.hint("a method has its resource as `self` already: leave it out")
                    .repair(Repair.delete(m.at() - 1, end)));
        }
        if (last) {
            return Optional.of(Advice.hint("a parameter has a name and a type: `" + name + ": u32`")
                    .repair(Repair.insert(m, m.at(), WitLexer.COLON, WitLexer.ID)));
        }
        if (m.found(WitLexer.EQUALS)) {
            return Optional.of(Advice.hint("write `:` between name and type")
                    .repair(Repair.replace(m, m.at(), m.at() + 1, WitLexer.COLON)));
        }
        if (m.found(WitLexer.ID) && m.is(1, WitLexer.COLON)) {
            return Optional.of(Advice.hint("a parameter has one name and a type: `" + m.text(0) + ": u32`")
                    .repair(Repair.delete(m.at() - 1, m.at())));
        }
        if (TokenWords.beginsType(m.type(0))) {
            return Optional.of(Advice.hint("write `" + name + ": " + m.text(0) + "`")
                    .repair(Repair.insert(m, m.at(), WitLexer.COLON)));
        }
        return Optional.empty();
    }

    private static Optional<Advice> behindParameters(Mistake m) {
        boolean result = m.expects(WitLexer.ARROW);
        boolean end = m.expects(WitLexer.SEMICOLON)
                && m.in(WitParser.RULE_funcItem, WitParser.RULE_resourceMember, WitParser.RULE_externType);
        if (result && m.found(WitLexer.COLON)) {
            return Optional.of(Advice.hint("write `->` before the result")
                    .repair(Repair.replace(m, m.at(), m.at() + 1, WitLexer.ARROW)));
        }
        if (result && m.found(WitLexer.EQUALS) && m.is(1, WitLexer.GREATER)) {
            return Optional.of(Advice.hint("write `->` before the result")
                    .repair(Repair.replace(m, m.at(), m.at() + 2, WitLexer.ARROW)));
        }
        if (end && m.found(WitLexer.ID) && m.text(0).matches("throws|raises|errors")) {
            return Optional.of(Advice.hint("errors are part of the result: `-> result<" + "u32, " + m.text(1) + ">`"));
        }
        if (result && m.found(WitLexer.ID) && m.text(0).matches("returns?|yields?")) {
            return Optional.of(Advice.hint("write `->` in place of `" + m.text(0) + "`")
                    .repair(Repair.replace(m, m.at(), m.at() + 1, WitLexer.ARROW)));
        }
        if (end && !result && m.found(WitLexer.ARROW)) {
            return Optional.of(Advice.hint("a function has one result"));
        }
        boolean type = TokenWords.beginsType(m.type(0)) && m.is(1, WitLexer.SEMICOLON, WitLexer.LESS);
        if (result && type && !m.startsLine(0)) {
            return Optional.of(Advice.hint("write `->` before the result: `-> " + m.text(0) + "`")
                    .repair(Repair.insert(m, m.at(), WitLexer.ARROW)));
        }
        if (end && m.found(WitLexer.LBRACE)) {
            int behind = m.behindGroup(m.at());
            boolean semicolon = m.tokens().get(behind).getType() == WitLexer.SEMICOLON;
            return Optional.of(Advice.hint("a function is only declared: write `;` in place of `{ ... }`")
                    .repair(
                            semicolon
                                    ? Repair.delete(m.at(), behind)
                                    : Repair.replace(m, m.at(), behind, WitLexer.SEMICOLON)));
        }
        if (end && !result && m.found(WitLexer.COMMA) && !m.startsLine(1)) {
            return Optional.of(Advice.hint("a function returns one type; several are a `tuple<...>` or a record"));
        }
        return Optional.empty();
    }
}

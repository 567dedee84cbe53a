package dev.kubewasm.wit.syntax;

import dev.kubewasm.wit.grammar.WitLexer;
import dev.kubewasm.wit.grammar.WitParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/** Mistakes in what names packages, interfaces and versions: {@code package}, {@code use}, {@code import}. */
final class PathAdvice {
    private PathAdvice() {}

    static Optional<Advice> of(Mistake m) {
        return quoted(m)
                .or(() -> VersionAdvice.of(m))
                .or(() -> packageName(m))
                .or(() -> path(m))
                .or(() -> use(m))
                .or(() -> topLevelUse(m))
                .or(() -> extern(m))
                .or(() -> include(m));
    }

    private static Optional<Advice> quoted(Mistake m) {
        return m.found(WitLexer.TEXT) && m.expectsOnly(WitLexer.ID)
                ? Optional.of(Advice.hint("names are written without quotes"))
                : Optional.empty();
    }

    private static Optional<Advice> packageName(Mistake m) {
        if (m.in(WitParser.RULE_packageItem) && m.expects(WitLexer.LBRACE)) {
            if (m.found(WitLexer.DOT) && m.is(1, WitLexer.ID)) {
                return Optional.of(
                        Advice.hint("words of a name are joined by `-`: `" + m.text(-1) + "-" + m.text(1) + "`")
                                .repair(Repair.delete(m.at(), m.at() + 2)));
            }
            if (m.found(WitLexer.EQUALS)) {
                return Optional.of(
                        Advice.hint("write `package a:b { ... }`").repair(Repair.delete(m.at(), m.at() + 1)));
            }
        }
        if (!m.in(WitParser.RULE_packageName)) {
            return Optional.empty();
        }
        Advice form = Advice.hint("a package is called `namespace:name`, as in `package example:pricing;`");
        if (m.expectsOnly(WitLexer.COLON)) {
            return Optional.of(
                    m.found(WitLexer.DOT, WitLexer.SLASH)
                            ? form.repair(Repair.replace(m, m.at(), m.at() + 1, WitLexer.COLON))
                            : form.repair(Repair.insert(m, m.at(), WitLexer.COLON, WitLexer.ID)));
        }
        return m.expectsOnly(WitLexer.ID) && m.found(WitLexer.LBRACE, WitLexer.SEMICOLON)
                ? Optional.of(form)
                : Optional.empty();
    }

    /** The package without its interface. */
    private static Optional<Advice> path(Mistake m) {
        boolean path = m.in(WitParser.RULE_usePath, WitParser.RULE_externType)
                && m.rules().size() > 1;
        if (path && m.expectsOnly(WitLexer.ID) && m.found(WitLexer.COLON) && m.is(-1, WitLexer.COLON)) {
            return Optional.of(Advice.hint("one `:` separates namespace and package: `a:b/c`")
                    .repair(Repair.delete(m.at(), m.at() + 1)));
        }
        boolean noInterface = path && m.expects(WitLexer.SLASH) && m.is(-2, WitLexer.COLON);
        if (noInterface && m.found(WitLexer.AT, WitLexer.SEMICOLON, WitLexer.AS, WitLexer.DOT)) {
            String what = m.rules().get(1).rule() == WitParser.RULE_includeItem ? "world" : "interface";
            return Optional.of(Advice.hint("name the " + what + " of the package: `" + m.text(-3) + ":" + m.text(-1)
                            + "/the-" + what + "`")
                    .repair(Repair.insert(m, m.at(), WitLexer.SLASH, WitLexer.ID)));
        }
        return Optional.empty();
    }

    private static Optional<Advice> use(Mistake m) {
        boolean use = m.in(WitParser.RULE_useItem)
                || (m.in(WitParser.RULE_usePath) && m.rules().get(1).rule() == WitParser.RULE_useItem);
        if (!use) {
            return Optional.empty();
        }
        if (m.expectsOnly(WitLexer.ID) && m.found(WitLexer.LBRACE)) {
            return Optional.of(Advice.hint("the interface comes first: `use the-interface.{a, b};`"));
        }
        if (m.in(WitParser.RULE_usePath) && m.expectsOnly(WitLexer.ID) && m.found(WitLexer.SEMICOLON)) {
            return Optional.of(Advice.hint("name an interface, and the types: `use a:b/c.{d};`"));
        }
        if (m.expects(WitLexer.DOT)) {
            return Optional.ofNullable(
                    switch (m.type(0)) {
                        case WitLexer.SEMICOLON ->
                            Advice.hint("say which types: `use " + text(m) + ".{a, b};`")
                                    .repair(Repair.insert(m, m.at(), WitLexer.DOT, WitLexer.LBRACE, WitLexer.RBRACE));
                        case WitLexer.LBRACE ->
                            Advice.hint("write `.` before the names: `use " + text(m) + ".{...};`")
                                    .repair(Repair.insert(m, m.at(), WitLexer.DOT));
                        case WitLexer.AS ->
                            Advice.hint("types get another name: `use " + text(m)
                                    + ".{a as b};`; an interface gets one at the top level of the file");
                        case WitLexer.FROM, WitLexer.COMMA, WitLexer.ID ->
                            Advice.hint("the interface comes first: `use the-interface.{a, b};`");
                        default -> null;
                    });
        }
        if (m.expectsOnly(WitLexer.LBRACE) && m.found(WitLexer.ID)) {
            int end = m.end(m.at());
            List<Token> names =
                    new ArrayList<>(Repair.insert(m, m.at(), WitLexer.LBRACE).tokens());
            names.addAll(m.tokens().subList(m.at(), end));
            names.addAll(Repair.insert(m, end, WitLexer.RBRACE).tokens());
            return Optional.of(Advice.hint("write the names in braces: `use " + text(m, -1) + ".{" + m.text(0) + "};`")
                    .repair(new Repair(m.at(), end, names)));
        }
        return Optional.empty();
    }

    /** The path before the mistake, as written. */
    private static String text(Mistake m) {
        return text(m, 0);
    }

    private static String text(Mistake m, int end) {
        StringBuilder text = new StringBuilder();
        for (int i = m.at() + end - 1; i >= 0; i--) {
            Token token = m.tokens().get(i);
            boolean keyword =
                    switch (token.getType()) {
                        case WitLexer.USE, WitLexer.IMPORT, WitLexer.EXPORT, WitLexer.INCLUDE -> true;
                        default -> false;
                    };
            if (keyword || text.length() > 60) {
                break;
            }
            text.insert(0, token.getText());
        }
        return text.toString();
    }

    private static Optional<Advice> topLevelUse(Mistake m) {
        boolean use = m.in(WitParser.RULE_topLevelUse)
                || (m.in(WitParser.RULE_usePath) && m.rules().get(1).rule() == WitParser.RULE_topLevelUse);
        if (use && m.found(WitLexer.DOT, WitLexer.LBRACE)) {
            return Optional.of(
                    Advice.hint(
                            "types are used in an `interface` or a `world`; here `use` only names an interface, `use a:b/c as d;`"));
        }
        return Optional.empty();
    }

    private static Optional<Advice> extern(Mistake m) {
        if (m.in(WitParser.RULE_externItem) && m.expectsOnly(WitLexer.ID)) {
            return externName(m);
        }
        boolean behindPath = m.in(WitParser.RULE_externItem, WitParser.RULE_externType);
        if (!behindPath || !m.expects(WitLexer.SEMICOLON)) {
            return Optional.empty();
        }
        if (m.found(WitLexer.DOT)) {
            return Optional.of(Advice.hint(
                    "an interface is imported or exported as a whole; for some of its types write `use a.{b};`"));
        }
        if (m.found(WitLexer.AS)) {
            return Optional.of(Advice.hint("the name comes first: `" + m.text(1) + ": " + text(m) + ";`"));
        }
        if (m.found(WitLexer.COMMA) && m.is(1, WitLexer.ID) && !m.startsLine(1)) {
            return Optional.of(Advice.hint("write one `import` or `export` for each")
                    .repair(Repair.replace(m, m.at(), m.at() + 1, WitLexer.SEMICOLON, WitLexer.IMPORT)));
        }
        if (m.found(WitLexer.LBRACE) && m.in(WitParser.RULE_externItem)) {
            return Optional.of(Advice.hint("write `" + m.text(-1) + ": interface { ... }`")
                    .repair(Repair.insert(m, m.at(), WitLexer.COLON, WitLexer.INTERFACE)));
        }
        return Optional.empty();
    }

    private static Optional<Advice> externName(Mistake m) {
        String word = m.text(-1);
        String name = m.is(1, WitLexer.ID) ? m.text(1) : "name";
        return switch (m.type(0)) {
            case WitLexer.INTERFACE ->
                Optional.of(
                        m.is(1, WitLexer.ID) && m.is(2, WitLexer.LBRACE)
                                ? nameFirst(m, word + " " + name + ": interface { ... }")
                                : Advice.hint("write `" + word + " " + name + ";`")
                                        .repair(Repair.delete(m.at(), m.at() + 1)));
            case WitLexer.FUNC -> Optional.of(nameFirst(m, word + " " + name + ": func(...)"));
            case WitLexer.TYPE,
                    WitLexer.RECORD,
                    WitLexer.VARIANT,
                    WitLexer.ENUM,
                    WitLexer.FLAGS,
                    WitLexer.RESOURCE,
                    WitLexer.USE ->
                m.is(1, WitLexer.COLON, WitLexer.SEMICOLON)
                        ? Optional.empty()
                        : Optional.of(Advice.hint("in a world, types and `use` are written without `" + word + "`")
                                .repair(Repair.delete(m.at() - 1, m.at())));
            default -> Optional.empty();
        };
    }

    private static Advice nameFirst(Mistake m, String form) {
        Advice advice = Advice.hint("the name comes first: `" + form + "`");
        if (!m.is(1, WitLexer.ID)) {
            return advice;
        }
        Token colon = Repair.insert(m, m.at(), WitLexer.COLON).tokens().getFirst();
        return advice.repair(new Repair(m.at(), m.at() + 2, List.of(m.token(1), colon, m.found())));
    }

    private static Optional<Advice> include(Mistake m) {
        if (m.in(WitParser.RULE_includeName) && m.expectsOnly(WitLexer.ID) && m.found(WitLexer.RBRACE)) {
            return Optional.of(
                    Advice.hint("write `with { a as b }`, or `;` in its place if nothing gets another name"));
        }
        if (m.in(WitParser.RULE_includeName) && m.expectsOnly(WitLexer.AS)) {
            Advice advice = Advice.hint("write `" + m.text(-1) + " as another-name`");
            return Optional.of(
                    m.found(WitLexer.COLON, WitLexer.EQUALS, WitLexer.ARROW)
                            ? advice.repair(Repair.replace(m, m.at(), m.at() + 1, WitLexer.AS))
                            : advice);
        }
        boolean include = m.in(WitParser.RULE_includeItem)
                || (m.in(WitParser.RULE_usePath) && m.rules().get(1).rule() == WitParser.RULE_includeItem);
        if (!include) {
            return Optional.empty();
        }
        return switch (m.type(0)) {
            case WitLexer.AS, WitLexer.LBRACE, WitLexer.ID ->
                m.startsLine(0) || !(m.expects(WitLexer.WITH) || m.expectsOnly(WitLexer.LBRACE))
                        ? Optional.empty()
                        : Optional.of(Advice.hint("single imports and exports get other names: `with { a as b }`"));
            case WitLexer.COMMA ->
                m.expects(WitLexer.WITH)
                        ? Optional.of(Advice.hint("write one `include` for each world")
                                .repair(Repair.replace(m, m.at(), m.at() + 1, WitLexer.SEMICOLON, WitLexer.INCLUDE)))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }
}

package dev.kubewasm.wit.syntax;

import dev.kubewasm.wit.grammar.WitLexer;
import dev.kubewasm.wit.grammar.WitParser;
import java.util.Optional;

/** Mistakes in definitions: their heads, and the fields and cases in them. */
final class MemberAdvice {
    private MemberAdvice() {}

    static Optional<Advice> of(Mistake m) {
        return nameOfBlock(m)
                .or(() -> braceOfBlock(m))
                .or(() -> alias(m))
                .or(() -> field(m))
                .or(() -> fields(m))
                .or(() -> cases(m))
                .or(() -> payload(m));
    }

    private static boolean head(Mistake m) {
        return m.in(
                WitParser.RULE_recordItem,
                WitParser.RULE_variantItem,
                WitParser.RULE_enumItem,
                WitParser.RULE_flagsItem,
                WitParser.RULE_resourceItem,
                WitParser.RULE_interfaceItem,
                WitParser.RULE_worldItem);
    }

    private static Optional<Advice> nameOfBlock(Mistake m) {
        if (!head(m) || !m.expectsOnly(WitLexer.ID) || !m.found(WitLexer.LBRACE)) {
            return Optional.empty();
        }
        return Optional.of(Advice.hint("give it a name: `" + m.text(-1) + " the-name { ... }`")
                .repair(Repair.insert(m, m.at(), WitLexer.ID)));
    }

    private static Optional<Advice> braceOfBlock(Mistake m) {
        if (m.in(WitParser.RULE_externType) && m.expectsOnly(WitLexer.LBRACE)) {
            return inline(m);
        }
        if (!head(m) || !m.expects(WitLexer.LBRACE)) {
            return Optional.empty();
        }
        String head = m.text(-2) + " " + m.text(-1);
        return switch (m.type(0)) {
            case WitLexer.EQUALS ->
                Optional.of(Advice.hint("write `" + head + " { ... }`").repair(skipped(m)));
            case WitLexer.LPAREN -> Optional.of(Advice.hint("write `{` and `}`: `" + head + " { ... }`"));
            case WitLexer.COLON ->
                Optional.of((m.is(1, WitLexer.ID) ? inherited(m, head) : Advice.hint("write `" + head + " { ... }`"))
                        .repair(skipped(m)));
            case WitLexer.LESS ->
                Optional.of(Advice.hint("WIT has no generics").repair(Repair.delete(m.at(), m.behindGroup(m.at()))));
            case WitLexer.SEMICOLON ->
                Optional.of(Advice.hint("say what is in it: `" + head + " { ... }`")
                        .repair(Repair.replace(m, m.at(), m.at() + 1, WitLexer.LBRACE, WitLexer.RBRACE)));
            case WitLexer.AT ->
                Optional.of(Advice.hint("the version is that of the package: `package a:b@1.0.0;`")
                        .repair(skipped(m)));
            case WitLexer.ID ->
                m.startsLine(0)
                        ? Optional.of(missingBrace(m))
                        : Optional.of(inherited(m, head).repair(skipped(m)));
            default ->
                m.startsLine(0) && (!m.expects(WitLexer.SEMICOLON) || m.found(WitLexer.CONSTRUCTOR))
                        ? Optional.of(missingBrace(m))
                        : Optional.empty();
        };
    }

    /** Behind {@code name: interface}. */
    private static Optional<Advice> inline(Mistake m) {
        if (m.found(WitLexer.SEMICOLON)) {
            return Optional.of(Advice.hint("say what is in it, `" + m.text(-3) + ": interface { ... }`, or write `"
                            + m.text(-3) + ";` for the interface of that name")
                    .repair(Repair.replace(m, m.at(), m.at() + 1, WitLexer.LBRACE, WitLexer.RBRACE)));
        }
        return m.startsLine(0) ? Optional.of(missingBrace(m)) : Optional.empty();
    }

    private static Advice inherited(Mistake m, String head) {
        return m.in(WitParser.RULE_worldItem)
                ? Advice.hint("to take over another world write `" + head + " { include " + m.text(1) + "; ... }`")
                : Advice.hint("write `" + head + " { ... }`: nothing is inherited");
    }

    private static Advice missingBrace(Mistake m) {
        return Advice.NONE
                .note(new Advice.Note(m.token(-1), true, "`{` is missing here"))
                .repair(Repair.insert(m, m.at(), WitLexer.LBRACE));
    }

    /** Leaves out what stands before the brace. */
    private static Repair skipped(Mistake m) {
        int at = m.at();
        while (m.tokens().get(at).getLine() == m.found().getLine()) {
            int type = m.tokens().get(at).getType();
            if (type == WitLexer.LBRACE) {
                return Repair.delete(m.at(), at);
            }
            if (type == WitLexer.SEMICOLON || at == m.tokens().size() - 1) {
                break;
            }
            at++;
        }
        return Statements.without(m);
    }

    private static Optional<Advice> alias(Mistake m) {
        if (!m.in(WitParser.RULE_aliasItem) || !m.expectsOnly(WitLexer.EQUALS)) {
            return Optional.empty();
        }
        String name = m.text(-1);
        return switch (m.type(0)) {
            case WitLexer.COLON ->
                Optional.of(Advice.hint("write `=`: `type " + name + " = " + m.text(1) + ";`")
                        .repair(Repair.replace(m, m.at(), m.at() + 1, WitLexer.EQUALS)));
            case WitLexer.SEMICOLON ->
                Optional.of(Advice.hint("say which: `type " + name + " = u32;`, or `resource " + name
                                + ";` for one of your own")
                        .repair(Repair.insert(m, m.at(), WitLexer.EQUALS, WitLexer.ID)));
            case WitLexer.LBRACE ->
                Optional.of(Advice.hint("write `record " + name + " { ... }`")
                        .repair(Repair.replace(m, m.at() - 2, m.at() - 1, WitLexer.RECORD)));
            case WitLexer.LESS ->
                Optional.of(Advice.hint("WIT has no generics").repair(Repair.delete(m.at(), m.behindGroup(m.at()))));
            default ->
                TokenWords.beginsType(m.type(0))
                        ? Optional.of(Advice.hint("write `type " + name + " = " + m.text(0) + "`")
                                .repair(Repair.insert(m, m.at(), WitLexer.EQUALS)))
                        : Optional.empty();
        };
    }

    /** Behind the name of a field. */
    private static Optional<Advice> field(Mistake m) {
        if (!m.in(WitParser.RULE_field) || !m.expectsOnly(WitLexer.COLON)) {
            return Optional.empty();
        }
        String name = m.text(-1);
        if (m.found(WitLexer.EQUALS)) {
            return Optional.of(Advice.hint("a field is a name, `:` and a type")
                    .repair(Repair.replace(m, m.at(), m.at() + 1, WitLexer.COLON)));
        }
        if (m.found(WitLexer.COMMA, WitLexer.RBRACE, WitLexer.SEMICOLON)) {
            return Optional.of(Advice.hint("a field has a type: `" + name + ": u32`")
                    .repair(Repair.insert(m, m.at(), WitLexer.COLON, WitLexer.ID)));
        }
        return TokenWords.beginsType(m.type(0))
                ? Optional.of(Advice.hint("write `" + name + ": " + m.text(0) + "`")
                        .repair(Repair.insert(m, m.at(), WitLexer.COLON)))
                : Optional.empty();
    }

    private static Optional<Advice> fields(Mistake m) {
        if (!m.in(WitParser.RULE_recordItem) || !m.expects(WitLexer.RBRACE)) {
            return Optional.empty();
        }
        if (m.found(WitLexer.EQUALS)) {
            return Optional.of(
                    Advice.hint("fields have no default value").repair(Repair.delete(m.at(), m.end(m.at()))));
        }
        boolean type = m.expects(WitLexer.ID) && TokenWords.beginsType(m.type(0)) && m.is(1, WitLexer.ID);
        return type
                ? Optional.of(Advice.hint("the name comes first: `" + m.text(1) + ": " + m.text(0) + "`")
                        .repair(new Repair(m.at(), m.at() + 2, FunctionAdvice.swapped(m))))
                : Optional.empty();
    }

    private static Optional<Advice> cases(Mistake m) {
        boolean variant = m.in(WitParser.RULE_variantItem);
        boolean type = TokenWords.isKeyword(m.type(0)) && TokenWords.beginsType(m.type(0));
        if (variant && m.expects(WitLexer.ID) && m.expects(WitLexer.RBRACE) && type) {
            return Optional.of(Advice.hint("a case has a name, and may hold a type: `name(" + m.text(0) + ")`")
                    .repair(Repair.replace(m, m.at(), m.end(m.at()), WitLexer.ID)));
        }
        boolean labels = m.in(WitParser.RULE_enumItem, WitParser.RULE_flagsItem);
        if (!(variant || labels) || !m.expects(WitLexer.COMMA)) {
            return Optional.empty();
        }
        Repair skip = Repair.delete(m.at(), m.end(m.at()));
        String name = m.text(-1);
        return switch (m.type(0)) {
            case WitLexer.EQUALS ->
                Optional.of(Advice.hint("leave the value out: they are numbered in order")
                        .repair(skip));
            case WitLexer.COLON ->
                Optional.of(Advice.hint(
                                variant
                                        ? "the type that a case holds goes in parentheses: `" + name + "(" + m.text(1)
                                                + ")`"
                                        : "only names are listed here; with types it is a `record` or a `variant`")
                        .repair(skip));
            case WitLexer.LPAREN ->
                Optional.of(Advice.hint("only the cases of a `variant` hold something")
                        .repair(skip));
            case WitLexer.LBRACE ->
                Optional.of(Advice.hint("define `record name { ... }` and write `" + name + "(name)`")
                        .repair(skip));
            default -> Optional.empty();
        };
    }

    /** In the parentheses of a case. */
    private static Optional<Advice> payload(Mistake m) {
        if (!m.in(WitParser.RULE_variantCase) || !m.expects(WitLexer.RPAREN)) {
            return Optional.empty();
        }
        if (m.found(WitLexer.COMMA)) {
            int open = m.open(WitLexer.LPAREN, WitLexer.RPAREN);
            return Optional.of(Advice.hint("a case holds one type; several are a `tuple<...>` or a record")
                    .repair(Repair.delete(m.at(), m.behindGroup(open) - 1)));
        }
        if (m.found(WitLexer.COLON)) {
            return Optional.of(Advice.hint("what a case holds has no name: write only the type in the parentheses")
                    .repair(Repair.delete(m.at() - 1, m.at() + 1)));
        }
        return Optional.empty();
    }
}

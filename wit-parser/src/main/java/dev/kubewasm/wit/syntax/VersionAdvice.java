package dev.kubewasm.wit.syntax;

import dev.kubewasm.wit.grammar.WitLexer;
import dev.kubewasm.wit.grammar.WitParser;
import java.util.List;
import java.util.Optional;

/** Mistakes in versions and gates. */
final class VersionAdvice {
    private VersionAdvice() {}

    static Optional<Advice> of(Mistake m) {
        return place(m).or(() -> version(m)).or(() -> gate(m)).or(() -> argument(m));
    }

    /** A version where none stands. */
    private static Optional<Advice> place(Mistake m) {
        boolean bare = m.found(WitLexer.VERSION)
                && m.is(-1, WitLexer.ID)
                && !m.in(WitParser.RULE_gate, WitParser.RULE_gateArgument);
        if (bare) {
            return Optional.of(
                    Advice.hint("write `@` before the version").repair(Repair.insert(m, m.at(), WitLexer.AT)));
        }
        if (m.found(WitLexer.DOT) && m.is(-1, WitLexer.VERSION) && m.is(1, WitLexer.INTEGER, WitLexer.VERSION)) {
            String text = m.text(-1) + "." + m.text(1);
            return Optional.of(Advice.hint("a version has three numbers, as in `@1.0.0`")
                    .message("expected a version like `1.0.0`, found `" + text + "`")
                    .blame(m.token(-1), m.token(1))
                    .repair(Repair.delete(m.at(), m.at() + 2)));
        }
        if (m.found(WitLexer.AT) && m.is(1, WitLexer.VERSION) && m.is(2, WitLexer.SLASH) && m.is(3, WitLexer.ID)) {
            return Optional.of(Advice.hint("the version comes last: `a:b/" + m.text(3) + "@" + m.text(1) + "`")
                    .repair(new Repair(m.at(), m.at() + 4, List.of(m.token(2), m.token(3), m.token(0), m.token(1)))));
        }
        boolean early = m.found(WitLexer.SLASH) && m.is(-1, WitLexer.VERSION) && m.is(1, WitLexer.ID);
        return early
                ? Optional.of(Advice.hint("the version comes last: `a:b/" + m.text(1) + "@" + m.text(-1) + "`")
                        .repair(new Repair(
                                m.at() - 2, m.at() + 2, List.of(m.token(0), m.token(1), m.token(-2), m.token(-1)))))
                : Optional.empty();
    }

    private static Optional<Advice> version(Mistake m) {
        if (!m.expects(WitLexer.VERSION)) {
            return Optional.empty();
        }
        if (m.found(WitLexer.TEXT)) {
            return Optional.of(Advice.hint("versions are written without quotes")
                    .repair(Repair.replace(m, m.at(), m.at() + 1, WitLexer.VERSION)));
        }
        boolean prefixed = m.found(WitLexer.ID) && m.text(0).matches("[vV][0-9]*");
        if (!prefixed && !m.found(WitLexer.INTEGER)) {
            return m.expectsOnly(WitLexer.VERSION)
                    ? Optional.of(Advice.hint("a version has three numbers, as in `@1.0.0`"))
                    : Optional.empty();
        }
        int end = m.at() + 1;
        while (type(m, end) == WitLexer.DOT
                && (type(m, end + 1) == WitLexer.INTEGER || type(m, end + 1) == WitLexer.VERSION)) {
            end += 2;
        }
        StringBuilder text = new StringBuilder();
        m.tokens().subList(m.at(), end).forEach(token -> text.append(token.getText()));
        String hint = prefixed
                ? "write the version without `v`, as in `@1.0.0`"
                : "a version has three numbers, as in `@1.0.0`";
        return Optional.of(Advice.hint(hint)
                .message("expected a version like `1.0.0`, found `" + text + "`")
                .blame(m.found(), m.tokens().get(end - 1))
                .repair(Repair.replace(m, m.at(), end, WitLexer.VERSION)));
    }

    private static int type(Mistake m, int index) {
        return m.type(index - m.at());
    }

    private static String example(String gate) {
        return switch (gate) {
            case "since", "deprecated" -> "@" + gate + "(version = 1.0.0)";
            case "external-id" -> "@external-id(\"the id\")";
            default -> "@unstable(feature = the-feature)";
        };
    }

    private static Optional<Advice> gate(Mistake m) {
        if (!m.in(WitParser.RULE_gate)) {
            return Optional.empty();
        }
        if (m.expectsOnly(WitLexer.LPAREN)) {
            Advice advice = Advice.hint("write `" + example(m.text(-1)) + "`");
            return Optional.of((m.startsLine(0)
                            ? advice.note(new Advice.Note(m.token(-1), true, "`(` is missing here"))
                            : advice)
                    .repair(Repair.insert(
                            m, m.at(), WitLexer.LPAREN, WitLexer.ID, WitLexer.EQUALS, WitLexer.ID, WitLexer.RPAREN)));
        }
        if (m.expectsOnly(WitLexer.RPAREN) && m.found(WitLexer.COMMA)) {
            int open = m.open(WitLexer.LPAREN, WitLexer.RPAREN);
            return Optional.of(Advice.hint("write a gate for each: `@since(version = 1.0.0)`, then `@deprecated(...)`")
                    .repair(Repair.delete(m.at(), m.behindGroup(open) - 1)));
        }
        return Optional.empty();
    }

    private static Optional<Advice> argument(Mistake m) {
        if (!m.in(WitParser.RULE_gateArgument)) {
            return Optional.empty();
        }
        if (m.expectsOnly(WitLexer.EQUALS)) {
            boolean colon = m.found(WitLexer.COLON);
            return Optional.of(Advice.hint("write `" + example(m.is(-2, WitLexer.LPAREN) ? m.text(-3) : "") + "`")
                    .repair(
                            colon
                                    ? Repair.replace(m, m.at(), m.at() + 1, WitLexer.EQUALS)
                                    : Repair.insert(m, m.at(), WitLexer.EQUALS, WitLexer.ID)));
        }
        if (m.expects(WitLexer.TEXT)) {
            Advice advice = Advice.hint("write `" + example(m.text(-2)) + "`");
            return switch (m.type(0)) {
                case WitLexer.VERSION ->
                    Optional.of(advice.repair(Repair.insert(m, m.at(), WitLexer.ID, WitLexer.EQUALS)));
                case WitLexer.RPAREN ->
                    Optional.of(advice.repair(Repair.insert(m, m.at(), WitLexer.ID, WitLexer.EQUALS, WitLexer.ID)));
                default -> Optional.of(advice);
            };
        }
        return Optional.empty();
    }
}

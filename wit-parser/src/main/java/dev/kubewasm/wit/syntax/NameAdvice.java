package dev.kubewasm.wit.syntax;

import dev.kubewasm.wit.diagnostics.Suggestions;
import dev.kubewasm.wit.grammar.WitLexer;
import dev.kubewasm.wit.grammar.WitParser;
import java.util.Optional;

/** What is no name, or a name in place of a keyword. */
final class NameAdvice {
    private NameAdvice() {}

    static Optional<Advice> of(Mistake m) {
        if (m.found(WitLexer.ID) && !m.expects(WitLexer.ID)) {
            return Suggestions.didYouMean(m.text(0), TokenWords.keywords(m.expected()))
                    .map(Advice::hint);
        }
        if (!m.expects(WitLexer.ID)) {
            return Optional.empty();
        }
        String text = m.text(0);
        if (TokenWords.isKeyword(m.type(0)) && !m.found(WitLexer.UNDERSCORE)) {
            return Optional.of(Advice.hint("`" + text + "` is a keyword; write `%" + text + "` to use it as a name")
                    .repair(Repair.replace(m, m.at(), m.at() + 1, WitLexer.ID)));
        }
        boolean alone = Statements.betweenMembers(m) && !m.is(1, WitLexer.COLON, WitLexer.ID);
        if (alone || (m.in(WitParser.RULE_includeItem) && !m.is(1, WitLexer.AS))) {
            return Optional.empty();
        }
        return switch (m.type(0)) {
            case WitLexer.INTEGER -> {
                boolean joined = m.is(1, WitLexer.ID)
                        && m.token(1).getStartIndex() == m.found().getStopIndex() + 1;
                int end = joined ? m.at() + 2 : m.at() + 1;
                yield Optional.of(
                        Advice.hint("a name begins with a letter").repair(Repair.replace(m, m.at(), end, WitLexer.ID)));
            }
            case WitLexer.TEXT ->
                Optional.of(Advice.hint("names are written without quotes")
                        .repair(Repair.replace(m, m.at(), m.at() + 1, WitLexer.ID)));
            case WitLexer.UNDERSCORE ->
                Optional.of(Advice.hint("a name begins with a letter")
                        .repair(Repair.replace(m, m.at(), m.at() + 1, WitLexer.ID)));
            default -> Optional.empty();
        };
    }
}

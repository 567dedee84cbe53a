package dev.kubewasm.wit.syntax;

import dev.kubewasm.wit.grammar.WitLexer;
import dev.kubewasm.wit.grammar.WitParser;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/** Where what stands on its own begins and ends, in tokens that are not right. */
final class Statements {
    private Statements() {}

    /** Leaves out the item or member with the mistake in it: what follows is most likely right again. */
    static Repair without(Mistake mistake) {
        int start = start(mistake);
        int end = Math.max(
                end(mistake, start), Math.min(start + 1, mistake.tokens().size() - 1));
        return Repair.delete(start, end);
    }

    private static int start(Mistake mistake) {
        if (mistake.in(WitParser.RULE_witFile) || betweenMembers(mistake)) {
            return mistake.at();
        }
        for (Mistake.Frame frame : mistake.rules()) {
            switch (frame.rule()) {
                case WitParser.RULE_item,
                        WitParser.RULE_worldMember,
                        WitParser.RULE_interfaceMember,
                        WitParser.RULE_resourceMember -> {
                    return frame.start();
                }
                default -> {
                    // Is part of one of these.
                }
            }
        }
        return mistake.at();
    }

    /** Whether the mistake stands where a member could begin. */
    static boolean betweenMembers(Mistake mistake) {
        return mistake.expects(WitLexer.RBRACE)
                && mistake.in(
                        WitParser.RULE_packageItem,
                        WitParser.RULE_interfaceItem,
                        WitParser.RULE_worldItem,
                        WitParser.RULE_resourceItem,
                        WitParser.RULE_externType);
    }

    /**
     * If what stands {@code offset} behind the mistake begins a line no further in than {@code block}, the block that
     * was to end before it.
     */
    static Optional<Advice> endedBefore(Mistake mistake, Mistake.Frame block, int offset) {
        int open = mistake.open(WitLexer.LBRACE, WitLexer.RBRACE);
        Token first = mistake.tokens().get(block.start());
        Token next = mistake.token(offset);
        boolean further = next.getCharPositionInLine() <= first.getCharPositionInLine();
        if (open < 0 || !further || !mistake.startsLine(offset)) {
            return Optional.empty();
        }
        return Optional.of(Advice.hint("end the block with `}` before this")
                .note(new Advice.Note(mistake.tokens().get(open), false, "this `{` is not closed"))
                .repair(Repair.insert(mistake, mistake.at() + offset, WitLexer.RBRACE)));
    }

    private static int end(Mistake mistake, int start) {
        int depth = 0;
        for (int i = start; i < mistake.tokens().size() - 1; i++) {
            boolean beyond = i >= mistake.at();
            switch (mistake.tokens().get(i).getType()) {
                case WitLexer.LBRACE -> depth++;
                case WitLexer.RBRACE -> {
                    depth--;
                    if (depth < 0) {
                        return i;
                    }
                    if (depth == 0 && beyond && !goesOn(mistake, start, i + 1)) {
                        boolean semicolon = mistake.tokens().get(i + 1).getType() == WitLexer.SEMICOLON;
                        return semicolon ? i + 2 : i + 1;
                    }
                }
                case WitLexer.SEMICOLON -> {
                    if (depth == 0 && beyond) {
                        return i + 1;
                    }
                }
                default -> {
                    if (depth == 0 && i > mistake.at() && beginsStatement(mistake, i)) {
                        return i;
                    }
                }
            }
        }
        return mistake.tokens().size() - 1;
    }

    /** Whether what stands behind a brace belongs to the statement: a {@code use} has more behind its names. */
    private static boolean goesOn(Mistake mistake, int start, int behind) {
        boolean names = mistake.tokens().get(start).getType() == WitLexer.USE
                || mistake.tokens().get(start).getType() == WitLexer.INCLUDE;
        Token next = mistake.tokens().get(behind);
        return names
                && next.getLine() == mistake.tokens().get(behind - 1).getLine()
                && next.getType() != WitLexer.RBRACE;
    }

    private static boolean beginsStatement(Mistake mistake, int index) {
        Token token = mistake.tokens().get(index);
        boolean startsLine = token.getLine() > mistake.tokens().get(index - 1).getLine();
        return startsLine
                && switch (token.getType()) {
                    case WitLexer.PACKAGE,
                            WitLexer.INTERFACE,
                            WitLexer.WORLD,
                            WitLexer.USE,
                            WitLexer.TYPE,
                            WitLexer.RECORD,
                            WitLexer.VARIANT,
                            WitLexer.ENUM,
                            WitLexer.FLAGS,
                            WitLexer.RESOURCE,
                            WitLexer.IMPORT,
                            WitLexer.EXPORT,
                            WitLexer.INCLUDE,
                            WitLexer.AT -> true;
                    default -> false;
                };
    }
}

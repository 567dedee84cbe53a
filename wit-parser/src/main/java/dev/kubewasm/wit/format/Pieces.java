package dev.kubewasm.wit.format;

import dev.kubewasm.wit.format.Piece.Start;
import dev.kubewasm.wit.grammar.WitLexer;
import dev.kubewasm.wit.grammar.WitParser;
import dev.kubewasm.wit.syntax.Scanned;
import dev.kubewasm.wit.syntax.SyntaxParser;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ErrorNode;
import org.antlr.v4.runtime.tree.ParseTreeListener;
import org.antlr.v4.runtime.tree.TerminalNode;

/** A text as the pieces that its layout is made of, without the tokens that the layout decides on. */
final class Pieces implements ParseTreeListener {
    private final Scanned scanned;
    private final List<Piece> pieces = new ArrayList<>();
    private Start start = Start.NONE;
    private int next;
    private int item = -1;

    private Pieces(Scanned scanned) {
        this.scanned = scanned;
    }

    /** The pieces of a text that parses, the end of the file last. */
    static List<Piece> of(Scanned scanned) {
        Pieces listener = new Pieces(scanned);
        SyntaxParser.walk(scanned, listener);
        return listener.pieces;
    }

    @Override
    public void enterEveryRule(ParserRuleContext context) {
        switch (context.getRuleIndex()) {
            case WitParser.RULE_item -> {
                boolean top = context.getParent() instanceof WitParser.WitFileContext;
                start = top ? Start.ITEM : Start.LINE;
                item = top ? pieces.size() : item;
            }
            case WitParser.RULE_topLevelUse -> {
                // Uses stay together as the author has them.
                if (item == pieces.size() && item > 0 && lastItemIsUse()) {
                    start = Start.LINE;
                }
            }
            case WitParser.RULE_worldMember,
                    WitParser.RULE_interfaceMember,
                    WitParser.RULE_resourceMember,
                    WitParser.RULE_field,
                    WitParser.RULE_variantCase,
                    WitParser.RULE_label -> start = Start.LINE;
            default -> {
                // Begins no line.
            }
        }
    }

    private boolean lastItemIsUse() {
        return pieces.getLast().rule() == WitParser.RULE_topLevelUse;
    }

    @Override
    public void exitEveryRule(ParserRuleContext context) {
        if (context.getRuleIndex() == WitParser.RULE_gate) {
            start = Start.LINE;
        }
    }

    @Override
    public void visitTerminal(TerminalNode node) {
        Token token = node.getSymbol();
        int rule = node.getParent() instanceof RuleContext context ? context.getRuleIndex() : WitParser.RULE_witFile;
        List<Token> comments = commentsBefore(token);
        Piece piece = new Piece(token, rule, start, comments);
        start = Start.NONE;
        if (piece.closes() && !pieces.isEmpty() && pieces.getLast().type() == WitLexer.COMMA) {
            comments.addAll(0, pieces.removeLast().comments());
            piece = new Piece(token, rule, piece.start(), comments);
        } else if (endsIncludeTwice(piece)) {
            return;
        } else if (token.getType() == WitLexer.SLASH && rule == WitParser.RULE_externType) {
            startsWithPath();
        }
        pieces.add(piece);
    }

    @Override
    public void visitErrorNode(ErrorNode node) {
        throw new IllegalStateException("a text with errors has no layout");
    }

    private List<Token> commentsBefore(Token token) {
        List<Token> comments = new ArrayList<>();
        while (scanned.tokens().get(next) != token) {
            comments.add(scanned.tokens().get(next++));
        }
        next++;
        return comments;
    }

    /**
     * Whether {@code piece} is the semicolon that the specification does not have behind {@code with { }}. One with
     * comments in front stays, or these would document what follows.
     */
    private boolean endsIncludeTwice(Piece piece) {
        return piece.type() == WitLexer.SEMICOLON
                && piece.rule() == WitParser.RULE_includeItem
                && piece.comments().isEmpty()
                && pieces.getLast().type() == WitLexer.RBRACE;
    }

    /** What the grammar took for a label, in {@code import wasi:io/poll;}, turns out to be a namespace. */
    private void startsWithPath() {
        int at = pieces.size() - 2;
        Piece colon = pieces.get(at);
        if (colon.rule() == WitParser.RULE_externItem) {
            pieces.set(at, new Piece(colon.token(), WitParser.RULE_usePath, colon.start(), colon.comments()));
        }
    }
}

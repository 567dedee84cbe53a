package dev.kubewasm.wit.format;

import dev.kubewasm.wit.grammar.WitLexer;
import java.util.List;
import org.antlr.v4.runtime.Token;

/** What the author left between tokens and comments. */
final class Gaps {
    private Gaps() {}

    /** Line ends between two neighbours. */
    static int lines(Token left, Token right) {
        long inside = left.getChannel() == WitLexer.COMMENTS
                ? left.getText().chars().filter(c -> c == '\n').count()
                : 0;
        return right.getLine() - left.getLine() - (int) inside;
    }

    /** Whether {@code comment} ends only with its line. */
    static boolean endsLine(Token comment) {
        return comment.getType() == WitLexer.LINE_COMMENT;
    }

    /** Whether {@code comment}, in front of something on the same line, deserves a line of its own. */
    static boolean ownLine(Token comment) {
        String text = comment.getText();
        return endsLine(comment) || (text.startsWith("/**") && text.length() > 4) || text.contains("\n");
    }

    /** Whether {@code comment} between these two leaves them on one line. */
    static boolean inline(Token left, Token comment, Token right) {
        return !endsLine(comment)
                && !comment.getText().contains("\n")
                && lines(left, comment) == 0
                && lines(comment, right) == 0;
    }

    /** How many of {@code comments} belong to the line that {@code left} ends. */
    static int trailing(Token left, List<Token> comments, Piece right) {
        int n = 0;
        Token last = left;
        while (n < comments.size() && lines(last, comments.get(n)) == 0) {
            last = comments.get(n++);
            if (endsLine(last)) {
                return n;
            }
        }
        boolean lineEnds = n < comments.size() || lines(last, right.token()) > 0;
        boolean nothingFollows =
                right.closes() && left.getType() != WitLexer.LBRACE && left.getType() != WitLexer.LPAREN;
        return lineEnds || nothingFollows ? n : 0;
    }

    /** The comment as it is written: without what the ends of its lines do not need. */
    static String text(Token comment) {
        String text = comment.getText();
        return endsLine(comment) ? text.stripTrailing() : text.replace("\r\n", "\n");
    }
}

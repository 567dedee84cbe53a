package dev.kubewasm.wit.format;

import dev.kubewasm.wit.grammar.WitLexer;
import java.util.List;
import org.antlr.v4.runtime.Token;

/** Writes pieces in order, each with the comments in front of it. */
final class Layout {
    private static final int MAX_WIDTH = 100;

    private final List<Piece> pieces;
    private final Output out = new Output();
    private int level;
    /** Whether the list that is open, if any, has one entry a line. */
    private boolean vertical;

    Layout(List<Piece> pieces) {
        this.pieces = pieces;
    }

    String text() {
        for (int i = 0; i < pieces.size(); i++) {
            piece(i);
        }
        return out.text();
    }

    private void piece(int index) {
        Piece piece = pieces.get(index);
        if (index == 0) {
            ownLine(piece);
        } else {
            Piece left = pieces.get(index - 1);
            if (needsComma(left, piece)) {
                out.write(",", level);
            }
            switch (resolved(Joint.between(left, piece))) {
                case LINE -> line(left, piece);
                case SPACE -> inline(left, piece, true);
                default -> inline(left, piece, false);
            }
        }
        if (piece.closesBlock() || (piece.closesList() && vertical)) {
            level--;
            vertical = false;
        }
        if (piece.type() != Token.EOF) {
            out.write(piece.token().getText(), level);
        }
        if (piece.opensBlock()) {
            level++;
        } else if (piece.opensList() && !fits(index)) {
            level++;
            vertical = true;
        }
    }

    private boolean needsComma(Piece left, Piece right) {
        return (right.closesMembers() || (right.closesList() && vertical))
                && left.type() != WitLexer.LBRACE
                && left.type() != WitLexer.LPAREN;
    }

    private Joint resolved(Joint joint) {
        return switch (joint) {
            case OPEN_LINE -> vertical ? Joint.LINE : Joint.GLUE;
            case OPEN_SPACE -> vertical ? Joint.LINE : Joint.SPACE;
            default -> joint;
        };
    }

    /** Comments and {@code piece} behind {@code left}, on new lines. */
    private void line(Piece left, Piece piece) {
        List<Token> comments = piece.comments();
        Token last = left.token();
        int trailing = Gaps.trailing(last, comments, piece);
        for (Token comment : comments.subList(0, trailing)) {
            out.space();
            out.write(Gaps.text(comment), level);
            last = comment;
        }
        boolean opened = left.opensBlock() || left.opensList();
        List<Token> own = comments.subList(trailing, comments.size());
        boolean setOff = piece.start() == Piece.Start.ITEM && !anyBlank(last, own, piece.token());
        Token first = own.isEmpty() ? piece.token() : own.getFirst();
        boolean closed = own.isEmpty() && piece.closes();
        out.newline(!opened && !closed && (setOff || Gaps.lines(last, first) > 1));
        ownLines(own, piece);
    }

    private void ownLine(Piece first) {
        ownLines(first.comments(), first);
    }

    private static boolean anyBlank(Token left, List<Token> comments, Token right) {
        Token last = left;
        for (Token comment : comments) {
            if (Gaps.lines(last, comment) > 1) {
                return true;
            }
            last = comment;
        }
        return Gaps.lines(last, right) > 1;
    }

    /** {@code comments}, the first of which begins a line, up to where {@code piece} is to be written. */
    private void ownLines(List<Token> comments, Piece piece) {
        for (int i = 0; i < comments.size(); i++) {
            Token comment = comments.get(i);
            out.write(Gaps.text(comment), level);
            boolean last = i == comments.size() - 1;
            int lines = Gaps.lines(comment, last ? piece.token() : comments.get(i + 1));
            boolean closed = last && piece.closes();
            if (lines == 0 && !closed && !Gaps.ownLine(comment)) {
                out.space();
            } else {
                out.newline(lines > 1 && !closed);
            }
        }
    }

    /** Comments and {@code piece} behind {@code left}, on the same line as far as the comments allow. */
    private void inline(Piece left, Piece piece, boolean space) {
        List<Token> comments = piece.comments();
        if (comments.isEmpty()) {
            if (space) {
                out.space();
            }
            return;
        }
        Token last = left.token();
        boolean tight = left.type() == WitLexer.LPAREN || left.type() == WitLexer.LESS;
        for (Token comment : comments) {
            between(last, comment, !tight);
            out.write(Gaps.text(comment), level + 1);
            last = comment;
            tight = false;
        }
        boolean attached = piece.closes() || piece.type() == WitLexer.COMMA || piece.type() == WitLexer.SEMICOLON;
        between(last, piece.token(), !attached);
        out.write("", level + 1);
    }

    private void between(Token left, Token right, boolean space) {
        if (Gaps.lines(left, right) > 0) {
            out.newline(false);
        } else if (space) {
            out.space();
        }
    }

    /** Whether the list that {@code open} opens stands on one line with what follows it. */
    private boolean fits(int open) {
        if (pieces.get(open + 1).closesList() && pieces.get(open + 1).comments().isEmpty()) {
            return true;
        }
        boolean inside = true;
        int width = out.column();
        for (int i = open + 1; width <= MAX_WIDTH; i++) {
            Piece left = pieces.get(i - 1);
            Piece piece = pieces.get(i);
            Joint joint = Joint.between(left, piece);
            if (!inside && joint == Joint.LINE) {
                return true;
            }
            Token last = left.token();
            for (int c = 0; c < piece.comments().size(); c++) {
                Token comment = piece.comments().get(c);
                Token next = c + 1 < piece.comments().size() ? piece.comments().get(c + 1) : piece.token();
                if (!Gaps.inline(last, comment, next)) {
                    return !inside;
                }
                width += 1 + length(comment);
                last = comment;
            }
            width += (joint == Joint.SPACE || joint == Joint.OPEN_SPACE ? 1 : 0) + length(piece.token());
            inside &= !piece.closesList();
        }
        return false;
    }

    private static int length(Token token) {
        String text = token.getText();
        return text.codePointCount(0, text.length());
    }
}

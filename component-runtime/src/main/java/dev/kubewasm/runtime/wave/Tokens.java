package dev.kubewasm.runtime.wave;

/** What a parser asks of the tokens ahead. */
final class Tokens {
    private final Source source;
    private final Lexer lexer;

    Tokens(Source source) {
        this.source = source;
        this.lexer = new Lexer(source);
    }

    Token peek() {
        return lexer.peek();
    }

    Token take() {
        return lexer.take();
    }

    boolean at(Token.Kind kind) {
        return peek().kind() == kind;
    }

    /** Takes the next token if it is of this kind. */
    boolean accept(Token.Kind kind) {
        boolean there = at(kind);
        if (there) {
            take();
        }
        return there;
    }

    /** Takes the next token, which must be of this kind. */
    Token expect(Token.Kind kind) {
        if (!at(kind)) {
            throw source.error(peek().start(), kind.text(), describe(peek()));
        }
        return take();
    }

    /**
     * Takes items with commas between them, one more allowed at the end, and what closes them.
     *
     * @param item reads one item
     * @return the closing token
     */
    Token sequence(Token.Kind close, Runnable item) {
        while (!at(close)) {
            item.run();
            separatorOr(close);
        }
        return take();
    }

    /** Takes a comma, unless what closes the sequence comes next; nothing else may. */
    void separatorOr(Token.Kind close) {
        if (!at(close) && !accept(Token.Kind.COMMA)) {
            throw source.error(peek().start(), Token.Kind.COMMA.text() + " or " + close.text(), describe(peek()));
        }
    }

    /** Whether the token is this word, without {@code %}. */
    boolean is(Token token, String word) {
        return token.kind() == Token.Kind.WORD
                && token.end() - token.start() == word.length()
                && source.text().startsWith(word, token.start());
    }

    boolean isKeyword(Token token) {
        return token.kind() == Token.Kind.WORD
                && Keywords.isKeyword(source.text().substring(token.start(), token.end()));
    }

    /** The label that a word stands for: itself without {@code %}. */
    String label(Token word) {
        int start = source.text().charAt(word.start()) == '%' ? word.start() + 1 : word.start();
        return source.text().substring(start, word.end());
    }

    /** The token, for a message. */
    String describe(Token token) {
        return switch (token.kind()) {
            case NUMBER -> source.quote(token.start(), token.end());
            case WORD, HANDLE, UNKNOWN -> "`" + source.quote(token.start(), token.end()) + "`";
            case MALFORMED_NUMBER ->
                "`" + source.quote(token.start(), token.end()) + "` ("
                        + token.kind().text() + ")";
            default -> token.kind().text();
        };
    }

    /** What kind of value the next token begins, for a message. */
    String describeValue() {
        return switch (peek().kind()) {
            case BRACE_OPEN -> "record or flags";
            case BRACKET_OPEN -> "list";
            case PAREN_OPEN -> "tuple";
            default -> describe(peek());
        };
    }
}

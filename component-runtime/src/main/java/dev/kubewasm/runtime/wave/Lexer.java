package dev.kubewasm.runtime.wave;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Splits a text into tokens, one ahead (wasm-wave's {@code lex.rs}). Words and numbers are taken as long as letters and
 * digits follow and then checked as a whole, so that {@code 12ab} is one wrong number in a message and not two tokens.
 */
final class Lexer {
    private static final Pattern NUMBER =
            Pattern.compile("-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][-+]?[0-9]++)?|-inf");

    private final Source source;
    private final String text;
    private @Nullable Token next;
    private int position;

    Lexer(Source source) {
        this.source = source;
        this.text = source.text();
    }

    Token peek() {
        if (next == null) {
            next = scan(position);
        }
        return next;
    }

    Token take() {
        Token taken = peek();
        position = taken.end();
        next = null;
        return taken;
    }

    private Token scan(int from) {
        int at = skipBlanks(from);
        if (at == text.length()) {
            return new Token(Token.Kind.END, at, at);
        }
        char c = text.charAt(at);
        return switch (c) {
            case '{' -> new Token(Token.Kind.BRACE_OPEN, at, at + 1);
            case '}' -> new Token(Token.Kind.BRACE_CLOSE, at, at + 1);
            case '(' -> new Token(Token.Kind.PAREN_OPEN, at, at + 1);
            case ')' -> new Token(Token.Kind.PAREN_CLOSE, at, at + 1);
            case '[' -> new Token(Token.Kind.BRACKET_OPEN, at, at + 1);
            case ']' -> new Token(Token.Kind.BRACKET_CLOSE, at, at + 1);
            case ':' -> new Token(Token.Kind.COLON, at, at + 1);
            case ',' -> new Token(Token.Kind.COMMA, at, at + 1);
            case '\'' -> quoted(Token.Kind.CHAR, at);
            case '"' -> text.startsWith("\"\"\"", at) ? multiline(at) : quoted(Token.Kind.STRING, at);
            case '@' -> handle(at);
            default -> word(at, c);
        };
    }

    private int skipBlanks(int from) {
        int at = from;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                at++;
            } else if (c == '/' && text.startsWith("//", at)) {
                int newline = text.indexOf('\n', at);
                at = newline < 0 ? text.length() : newline;
            } else {
                return at;
            }
        }
        return at;
    }

    private Token quoted(Token.Kind kind, int start) {
        char quote = text.charAt(start);
        int at = start + 1;
        while (at < text.length() && text.charAt(at) != '\n') {
            char c = text.charAt(at);
            if (c == quote) {
                return new Token(kind, start, at + 1);
            }
            at += c == '\\' ? 2 : 1;
        }
        int end = Math.min(at, text.length());
        String found = end < text.length() ? "end of line" : Token.Kind.END.text();
        throw source.error(end, "`" + quote + "` to close the " + kind.text(), found);
    }

    private Token multiline(int start) {
        int close = text.indexOf("\"\"\"", start + 3);
        if (close < 0) {
            throw source.error(text.length(), "`\"\"\"` to close the string", Token.Kind.END.text());
        }
        return new Token(Token.Kind.MULTILINE_STRING, start, close + 3);
    }

    private Token handle(int start) {
        int end = wordEnd(start + 1);
        return new Token(end > start + 1 ? Token.Kind.HANDLE : Token.Kind.UNKNOWN, start, end);
    }

    /** A number or a word; what looks like one and isn't is a token too, so that the parser can say what it expected. */
    private Token word(int start, char first) {
        if (isDigit(first) || isNumberMark(first)) {
            int end = start + 1;
            while (end < text.length() && (isWordPart(text.charAt(end)) || isNumberMark(text.charAt(end)))) {
                end++;
            }
            boolean wellFormed = NUMBER.matcher(text).region(start, end).matches();
            return new Token(wellFormed ? Token.Kind.NUMBER : Token.Kind.MALFORMED_NUMBER, start, end);
        }
        int label = first == '%' ? start + 1 : start;
        int end = wordEnd(label);
        if (isLabel(label, end)) {
            return new Token(Token.Kind.WORD, start, end);
        }
        return new Token(
                Token.Kind.UNKNOWN, start, end > start ? end : start + Character.charCount(text.codePointAt(start)));
    }

    /** Words of one case with hyphens between, the first beginning with a letter (WIT.md, "Identifiers"). */
    private boolean isLabel(int start, int end) {
        boolean lower = false;
        boolean upper = false;
        boolean empty = true;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '-') {
                if (empty) {
                    return false;
                }
                lower = false;
                upper = false;
                empty = true;
            } else {
                lower |= c >= 'a' && c <= 'z';
                upper |= c >= 'A' && c <= 'Z';
                empty = false;
            }
            if (lower && upper) {
                return false;
            }
        }
        return !empty && !isDigit(text.charAt(start));
    }

    private int wordEnd(int start) {
        int end = start;
        while (end < text.length() && isWordPart(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWordPart(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
    }

    private static boolean isNumberMark(char c) {
        return c == '-' || c == '+' || c == '.' || c == '_';
    }
}

package dev.kubewasm.runtime.value;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words of WAVE: white space and comments, labels, numbers, characters and strings. */
final class WaveScanner {
    private static final Pattern NUMBER = Pattern.compile("(-?(?:0|[1-9][0-9]*))((?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)");
    private static final Pattern LABEL =
            Pattern.compile("%?((?:[a-z][a-z0-9]*|[A-Z][A-Z0-9]*)(?:-(?:[a-z0-9]+|[A-Z0-9]+))*)");
    private static final int MAX_DIGITS = 30;

    private final String text;
    private int at;

    WaveScanner(String text, int position) {
        this.text = text;
        this.at = position;
    }

    WaveException error(int position, String message) {
        return new WaveException(position, message);
    }

    WaveException expected(int position, String what) {
        return error(position, "expected " + what + ", found " + found(position));
    }

    WaveException unexpected(String what) {
        skipSpace();
        return expected(at, what);
    }

    private String found(int position) {
        if (position >= text.length()) {
            return "the end";
        }
        int end = position + 1;
        while (end < text.length() && end - position < 20 && Character.isLetterOrDigit(text.charAt(end))) {
            end++;
        }
        return "`" + text.substring(position, end) + "`";
    }

    boolean atEnd() {
        return at >= text.length();
    }

    /** Where the next word begins. */
    int start() {
        skipSpace();
        return at;
    }

    void skipSpace() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                at++;
            } else if (text.startsWith("//", at)) {
                int line = text.indexOf('\n', at);
                at = line < 0 ? text.length() : line;
            } else {
                return;
            }
        }
    }

    boolean peekIs(char c) {
        skipSpace();
        return at < text.length() && text.charAt(at) == c;
    }

    boolean skip(char c) {
        if (!peekIs(c)) {
            return false;
        }
        at++;
        return true;
    }

    void expect(char c) {
        if (!skip(c)) {
            throw unexpected("`" + c + "`");
        }
    }

    /** A label, its {@code %} taken off. A keyword without {@code %} is none. */
    String label(String what) {
        int start = start();
        Matcher label = matcher(LABEL);
        if (!label.lookingAt()) {
            throw expected(start, what);
        }
        if (text.charAt(start) != '%' && WaveWriter.KEYWORDS.contains(label.group(1))) {
            throw error(start, label.group() + " is a keyword: as " + what + " it is written %" + label.group());
        }
        at = label.end();
        return label.group(1);
    }

    /** A keyword. */
    String word(String what) {
        int start = start();
        Matcher label = matcher(LABEL);
        if (!label.lookingAt() || text.charAt(start) == '%') {
            throw expected(start, what);
        }
        at = label.end();
        return label.group();
    }

    /** The keyword that comes next, if one does. */
    @Nullable String peekKeyword() {
        skipSpace();
        Matcher label = matcher(LABEL);
        return label.lookingAt() && WaveWriter.KEYWORDS.contains(label.group()) ? label.group() : null;
    }

    private Matcher matcher(Pattern pattern) {
        return pattern.matcher(text).region(at, text.length());
    }

    private String integerText(String type) {
        int start = start();
        Matcher number = matcher(NUMBER);
        if (!number.lookingAt() || !number.group(2).isEmpty()) {
            throw expected(start, type);
        }
        if (number.group(1).length() > MAX_DIGITS) {
            throw error(start, "this is no " + type + ": too many digits");
        }
        at = number.end();
        return number.group(1);
    }

    private BigInteger integer(String type, BigInteger min, BigInteger max) {
        int start = start();
        BigInteger value = new BigInteger(integerText(type));
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw error(start, value + " is no " + type + ": " + min + " to " + max);
        }
        return value;
    }

    long integer(String type, long min, long max) {
        return integer(type, BigInteger.valueOf(min), BigInteger.valueOf(max)).longValue();
    }

    /** The 64 bits of an unsigned number. */
    long unsigned64() {
        return integer("u64", BigInteger.ZERO, BigInteger.TWO.pow(64).subtract(BigInteger.ONE))
                .longValue();
    }

    /** A number as Java parses it. */
    String floating(String type) {
        int start = start();
        Matcher number = matcher(NUMBER);
        if (number.lookingAt()) {
            at = number.end();
            return number.group();
        }
        boolean negative = text.startsWith("-inf", at);
        at += negative ? 1 : 0;
        return switch (word(type)) {
            case "inf" -> negative ? "-Infinity" : "Infinity";
            case "nan" -> "NaN";
            default -> throw expected(start, type);
        };
    }

    int character() {
        int start = start();
        expect('\'');
        if (atEnd() || text.charAt(at) == '\'' || text.charAt(at) == '\n') {
            throw expected(start, "a character in '..'");
        }
        int value = codePoint();
        if (atEnd() || text.charAt(at) != '\'') {
            throw expected(at, "`'` after one character");
        }
        at++;
        return value;
    }

    String string() {
        int start = start();
        if (text.startsWith("\"\"\"", at)) {
            at += 3;
            return multiline(start);
        }
        if (atEnd() || text.charAt(at) != '"') {
            throw expected(start, "a string in \"..\"");
        }
        at++;
        StringBuilder value = new StringBuilder();
        while (true) {
            if (atEnd() || text.charAt(at) == '\n') {
                throw error(start, "this string has no end");
            }
            if (text.charAt(at) == '"') {
                at++;
                return value.toString();
            }
            value.appendCodePoint(codePoint());
        }
    }

    /** Lines between {@code """}; the indentation of the last is taken off all of them. */
    private String multiline(int start) {
        int end = at;
        while (end < text.length() && !text.startsWith("\"\"\"", end)) {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= text.length()) {
            throw error(start, "this string has no end");
        }
        String[] lines = text.substring(at, end).split("\r?\n", -1);
        String indent = lines[lines.length - 1];
        if (lines.length < 2 || !lines[0].isEmpty() || !indent.isBlank()) {
            throw error(start, "`\"\"\"` stands alone on the first and on the last line");
        }
        StringBuilder raw = new StringBuilder();
        for (int i = 1; i < lines.length - 1; i++) {
            if (!lines[i].startsWith(indent)) {
                throw error(start, "line " + i + " of this string is indented less than its end");
            }
            raw.append(i == 1 ? "" : "\n").append(lines[i], indent.length(), lines[i].length());
        }
        WaveScanner inner = new WaveScanner(raw.toString(), 0);
        StringBuilder value = new StringBuilder();
        while (!inner.atEnd()) {
            value.appendCodePoint(inner.codePoint());
        }
        at = end + 3;
        return value.toString();
    }

    private int codePoint() {
        int start = at;
        int c = text.codePointAt(at);
        at += Character.charCount(c);
        if (c != '\\') {
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                throw error(start, "half of a surrogate pair");
            }
            return c;
        }
        if (atEnd()) {
            throw error(start, "this escape has no end");
        }
        return switch (text.charAt(at++)) {
            case '\\' -> '\\';
            case '\'' -> '\'';
            case '"' -> '"';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicodeEscape(start);
            default -> throw expected(start, "one of the escapes \\\\ \\' \\\" \\n \\r \\t \\u{..}");
        };
    }

    private int unicodeEscape(int start) {
        int close = text.indexOf('}', at);
        if (atEnd() || text.charAt(at) != '{' || close < at + 2 || close > at + 7) {
            throw expected(start, "\\u{..} with 1 to 6 hexadecimal digits");
        }
        String digits = text.substring(at + 1, close);
        at = close + 1;
        int value = digits.chars().allMatch(d -> Character.digit(d, 16) >= 0 && d < 128)
                ? Integer.parseInt(digits, 16)
                : -1;
        if (value < 0 || value > Character.MAX_CODE_POINT || (value >= 0xd800 && value <= 0xdfff)) {
            throw error(start, "\\u{" + digits + "} is no Unicode scalar value");
        }
        return value;
    }
}

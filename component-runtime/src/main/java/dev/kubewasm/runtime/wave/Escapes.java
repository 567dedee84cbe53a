package dev.kubewasm.runtime.wave;

/** The escapes of chars and strings (wasm-wave's README, "Chars"). */
final class Escapes {
    private static final int MAX_HEX_DIGITS = 6;

    private Escapes() {}

    /** Appends {@code c} as it stands between {@code quote}s: escaped where it must be, and where it can't be seen. */
    static void append(StringBuilder out, int c, char quote) {
        switch (c) {
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\t' -> out.append("\\t");
            case '\r' -> out.append("\\r");
            default -> {
                if (c == quote) {
                    out.append('\\').append(quote);
                } else if (Character.isISOControl(c)) {
                    appendHex(out, c);
                } else {
                    out.appendCodePoint(c);
                }
            }
        }
    }

    static void appendHex(StringBuilder out, int c) {
        out.append("\\u{").append(Integer.toHexString(c)).append('}');
    }

    /**
     * Decodes one character, escaped or not, to the end of {@code out}.
     *
     * @param at where it begins
     * @param end where the text that it must lie in ends
     * @return where the next begins
     */
    static int decode(Source source, int at, int end, StringBuilder out) {
        int c = source.text().codePointAt(at);
        if (c == '\\') {
            return decodeEscape(source, at, end, out);
        }
        if (Character.getType(c) == Character.SURROGATE) {
            throw source.error(at, "a Unicode character", "the lone surrogate " + source.quote(at, at + 1));
        }
        out.appendCodePoint(c);
        return at + Character.charCount(c);
    }

    private static int decodeEscape(Source source, int at, int end, StringBuilder out) {
        char kind = at + 1 < end ? source.text().charAt(at + 1) : '\0';
        switch (kind) {
            case '\\', '\'', '"' -> out.append(kind);
            case 't' -> out.append('\t');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 'u' -> {
                return decodeHex(source, at, end, out);
            }
            default ->
                throw source.error(
                        at,
                        "one of the escapes \\\\ \\\" \\' \\n \\t \\r \\u{hex}",
                        "`" + source.quote(at, Math.min(end, at + 2)) + "`");
        }
        return at + 2;
    }

    private static int decodeHex(Source source, int at, int end, StringBuilder out) {
        String text = source.text();
        int digits = at + 3;
        int close = digits;
        int c = 0;
        while (close < end && close - digits < MAX_HEX_DIGITS && hexDigit(text.charAt(close)) >= 0) {
            c = c << 4 | hexDigit(text.charAt(close));
            close++;
        }
        boolean wellFormed = text.startsWith("{", at + 2) && close > digits && close < end && text.charAt(close) == '}';
        if (!wellFormed || !isScalarValue(c)) {
            throw source.error(
                    at,
                    "\\u{hex} with 1 to 6 digits, of a Unicode character that isn't a surrogate",
                    "`" + source.quote(at, Math.min(end, close + 1)) + "`");
        }
        out.appendCodePoint(c);
        return close + 1;
    }

    static boolean isScalarValue(int c) {
        return Character.isValidCodePoint(c) && !(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static int hexDigit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}

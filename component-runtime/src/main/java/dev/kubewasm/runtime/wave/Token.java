package dev.kubewasm.runtime.wave;

/**
 * A token of WAVE.
 *
 * @param start its first code unit in the text
 * @param end the one after its last
 */
record Token(Kind kind, int start, int end) {
    /** What kind of token; {@link #text()} describes it in messages. */
    enum Kind {
        BRACE_OPEN("`{`"),
        BRACE_CLOSE("`}`"),
        PAREN_OPEN("`(`"),
        PAREN_CLOSE("`)`"),
        BRACKET_OPEN("`[`"),
        BRACKET_CLOSE("`]`"),
        COLON("`:`"),
        COMMA("`,`"),
        NUMBER("number"),
        MALFORMED_NUMBER("malformed number"),
        WORD("label"),
        CHAR("char"),
        STRING("string"),
        MULTILINE_STRING("string"),
        HANDLE("handle"),
        UNKNOWN("unknown token"),
        END("end of text");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }
}

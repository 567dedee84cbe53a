package dev.kubewasm.wit.format;

import dev.kubewasm.wit.grammar.WitLexer;
import java.util.List;
import java.util.Random;
import org.antlr.v4.runtime.Token;

/** The tokens and comments of a text with other white space between them, and more comments. */
final class RandomSpacing {
    private static final List<String> SPACES =
            List.of(" ", "  ", "\t", "\n", "\n", "\n\n", "\n\n\n\n", "\r\n", "\r\n\r\n", " \n ", "\n    ", " \r ");

    private static final List<String> COMMENTS = List.of(
            "/* plain */",
            "/* of /* nested */ parts */",
            "/** documents */",
            "/**\n   * several\n * lines\n     */",
            "/* several\n\n   lines */",
            "/**/",
            "// a line\n",
            "// with spaces behind   \n",
            "/// documents\n",
            "//\n",
            "// of Windows\r\n",
            "/* of\r\n Windows */");

    private RandomSpacing() {}

    static String of(String text, Random random) {
        // Texts with few and with many changes both tell something.
        double rate = random.nextDouble() * random.nextDouble();
        List<Token> tokens = FormatChecks.tokens(text);
        StringBuilder out = new StringBuilder();
        Token left = null;
        for (Token token : tokens) {
            int from = left == null ? 0 : left.getStopIndex() + 1;
            int to = token.getType() == Token.EOF ? text.codePointCount(0, text.length()) : token.getStartIndex();
            boolean afterLineComment = left != null && left.getType() == WitLexer.LINE_COMMENT;
            if (random.nextDouble() >= rate) {
                out.append(text, text.offsetByCodePoints(0, from), text.offsetByCodePoints(0, to));
            } else {
                out.append(afterLineComment ? "\n" : space(left, token, random));
                for (int n = random.nextInt(5) - 1; n > 0; n--) {
                    out.append(' ').append(COMMENTS.get(random.nextInt(COMMENTS.size())));
                    out.append(random.nextInt(3) == 0 ? "" : SPACES.get(random.nextInt(SPACES.size())));
                }
            }
            if (token.getType() != Token.EOF) {
                out.append(token.getText());
            }
            left = token;
        }
        return out.toString();
    }

    private static String space(@org.jspecify.annotations.Nullable Token left, Token right, Random random) {
        boolean free = left == null || separates(left) || separates(right);
        return free && random.nextBoolean() ? "" : SPACES.get(random.nextInt(SPACES.size()));
    }

    private static boolean separates(Token token) {
        return switch (token.getType()) {
            case WitLexer.LBRACE,
                    WitLexer.RBRACE,
                    WitLexer.LPAREN,
                    WitLexer.RPAREN,
                    WitLexer.COMMA,
                    WitLexer.SEMICOLON,
                    WitLexer.COLON,
                    WitLexer.EQUALS -> true;
            default -> false;
        };
    }
}

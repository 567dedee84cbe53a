package dev.kubewasm.wit.syntax;

import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.antlr.v4.runtime.tree.TerminalNode;

/** String literals: the {@code name} of the core WebAssembly text format. */
final class StringLiteral {
    private StringLiteral() {}

    /** The text that a {@code TEXT} token stands for; one that is wrong is reported. */
    static Optional<String> read(TokenReader tokens, TerminalNode node) {
        String text = node.getText();
        try {
            return Optional.of(decode(text.substring(1, text.length() - 1)));
        } catch (CharacterCodingException e) {
            tokens.add(Diagnostic.error(
                            DiagnosticCode.INVALID_STRING,
                            tokens.span(node),
                            "this string has an escape that there is not, or is not UTF-8 once escapes are replaced")
                    .withHint("escapes are \\t \\n \\r \\\" \\' \\\\ \\u{hex} and two hex digits for a byte"));
            return Optional.empty();
        }
    }

    private static String decode(String content) throws CharacterCodingException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int i = 0;
        while (i < content.length()) {
            int c = content.codePointAt(i);
            i += Character.charCount(c);
            if (c != '\\') {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            char escape = content.charAt(i++);
            switch (escape) {
                case 't' -> bytes.write('\t');
                case 'n' -> bytes.write('\n');
                case 'r' -> bytes.write('\r');
                case '"', '\'', '\\' -> bytes.write(escape);
                case 'u' -> {
                    int end = content.indexOf('}', i);
                    bytes.writeBytes(unicode(content, i, end).getBytes(StandardCharsets.UTF_8));
                    i = end + 1;
                }
                default -> {
                    bytes.write(hex(content, i - 1, i + 1));
                    i++;
                }
            }
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes.toByteArray()))
                .toString();
    }

    private static String unicode(String content, int open, int end) throws CharacterCodingException {
        if (end <= open + 1 || end > open + 9 || content.charAt(open) != '{') {
            throw new CharacterCodingException();
        }
        int c = hex(content, open + 1, end);
        if (!Character.isValidCodePoint(c) || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw new CharacterCodingException();
        }
        return Character.toString(c);
    }

    private static int hex(String content, int from, int to) throws CharacterCodingException {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = i < content.length() ? Character.digit(content.charAt(i), 16) : -1;
            if (digit < 0 || content.charAt(i) > 'f') {
                throw new CharacterCodingException();
            }
            value = value * 16 + digit;
        }
        return value;
    }
}

package dev.kubewasm.wit.binary.world;

import java.util.function.Consumer;

/**
 * Reads JSON (RFC 8259) of a shape known beforehand: objects, strings and null, asked for one by one. Nothing recurses
 * unless the caller does.
 */
final class JsonReader {
    private final String text;
    private int at;

    JsonReader(String text) {
        this.text = text;
    }

    /** Not JSON, or not of the shape asked for. */
    static final class JsonException extends RuntimeException {
        private static final long serialVersionUID = 1;

        JsonException(int at, String problem) {
            super(problem + " at character " + at);
        }
    }

    JsonException error(String problem) {
        return new JsonException(at, problem);
    }

    /** An object; {@code member} is given each name and must read the value. */
    void object(Consumer<String> member) {
        expect('{', "an object");
        if (next() == '}') {
            at++;
            return;
        }
        while (true) {
            String name = string();
            expect(':', "`:`");
            member.accept(name);
            int end = next();
            if (end != ',' && end != '}') {
                throw error("expected `,` or `}`");
            }
            at++;
            if (end == '}') {
                return;
            }
        }
    }

    /** Whether a string comes next. */
    boolean atString() {
        return next() == '"';
    }

    /** Whether an object comes next. */
    boolean atObject() {
        return next() == '{';
    }

    /** Passes over {@code null} if it comes next. */
    boolean skipNull() {
        boolean found = next() == 'n' && text.startsWith("null", at);
        at += found ? 4 : 0;
        return found;
    }

    /** A string. */
    String string() {
        expect('"', "a string");
        StringBuilder out = new StringBuilder();
        while (true) {
            char c = take();
            if (c == '"') {
                return out.toString();
            }
            if (c < ' ') {
                throw error("control character in a string");
            }
            out.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        char c = take();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = Character.digit(take(), 16);
                    if (digit < 0) {
                        throw error("bad \\u escape");
                    }
                    code = code << 4 | digit;
                }
                yield (char) code;
            }
            default -> throw error("bad escape");
        };
    }

    /** Fails unless all is read. */
    void end() {
        if (next() >= 0) {
            throw error("something after the end");
        }
    }

    private char take() {
        if (at >= text.length()) {
            throw error("unexpected end");
        }
        return text.charAt(at++);
    }

    private void expect(char wanted, String what) {
        if (next() != wanted) {
            throw error("expected " + what);
        }
        at++;
    }

    /** The next character that is no space, not taken; negative at the end. */
    private int next() {
        while (at < text.length() && " \n\r\t".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : -1;
    }
}

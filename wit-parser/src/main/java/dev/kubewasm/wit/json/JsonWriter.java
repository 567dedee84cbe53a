package dev.kubewasm.wit.json;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * JSON text as it is written: two spaces a level, each element on its line, nothing between the brackets of what is
 * empty. In an object every value follows its {@link #name(String)}.
 */
final class JsonWriter {
    private final StringBuilder text = new StringBuilder();
    /** Of every open object or array, innermost first, whether it has an element. */
    private final Deque<Boolean> open = new ArrayDeque<>();
    /** Whether the name of the next value is written. */
    private boolean named;

    /** What is written so far. */
    String text() {
        return text.toString();
    }

    /** An object with what {@code members} writes. */
    JsonWriter object(Runnable members) {
        return nested('{', members, '}');
    }

    /** An array with what {@code elements} writes. */
    JsonWriter array(Runnable elements) {
        return nested('[', elements, ']');
    }

    private JsonWriter nested(char begin, Runnable content, char end) {
        value(String.valueOf(begin));
        open.push(false);
        content.run();
        if (open.pop()) {
            line();
        }
        text.append(end);
        return this;
    }

    /** The name of the value that follows. */
    JsonWriter name(String name) {
        separate();
        quote(name);
        text.append(": ");
        named = true;
        return this;
    }

    /** A string. */
    JsonWriter string(String value) {
        before();
        quote(value);
        return this;
    }

    /** A whole number. */
    JsonWriter number(long value) {
        return value(Long.toString(value));
    }

    /** {@code null}. */
    JsonWriter nothing() {
        return value("null");
    }

    private JsonWriter value(String literal) {
        before();
        text.append(literal);
        return this;
    }

    private void before() {
        if (named) {
            named = false;
        } else {
            separate();
        }
    }

    private void separate() {
        if (open.isEmpty()) {
            return;
        }
        if (open.pop()) {
            text.append(',');
        }
        open.push(true);
        line();
    }

    private void line() {
        text.append('\n').append("  ".repeat(open.size()));
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ') {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}

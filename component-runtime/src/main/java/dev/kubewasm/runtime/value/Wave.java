package dev.kubewasm.runtime.value;

import java.util.List;

/**
 * WAVE, the WebAssembly Value Encoding: component values as text, the form of {@code wasmtime run --invoke}. What is
 * printed is the long form: options and results with {@code some}, {@code ok} and so on, every field of a record.
 */
public final class Wave {
    private Wave() {}

    /** A value as text. */
    public static String print(Val value, ValueType type) {
        return print(value, type, WaveHandles.NONE);
    }

    /** A value as text; handles in it have names. */
    public static String print(Val value, ValueType type, WaveHandles handles) {
        WaveWriter writer = new WaveWriter(handles);
        writer.write(value, type);
        return writer.text();
    }

    /**
     * The value that {@code text} spells.
     *
     * @throws WaveException if it spells none of that type, naming the position
     */
    public static Val parse(String text, ValueType type) {
        return parse(text, type, WaveHandles.NONE);
    }

    /** The value that {@code text} spells, with handles by name; see {@link #parse(String, ValueType)}. */
    public static Val parse(String text, ValueType type, WaveHandles handles) {
        WaveParser parser = new WaveParser(text, 0, handles);
        Val value = parser.value(type);
        parser.end();
        return value;
    }

    /**
     * A call as text: {@code calculate(["a", "b"])}.
     *
     * @param function the name before the parenthesis
     * @param text the whole text
     * @param argumentsAt where in it the parenthesis is; its length if there is none
     */
    public record Call(String function, String text, int argumentsAt) {
        /**
         * The arguments for a function of that type.
         *
         * @throws WaveException if they aren't; positions are those of the whole text
         */
        public List<Val> arguments(FuncType type) {
            if (argumentsAt == text.length()) {
                if (!type.params().isEmpty()) {
                    throw new WaveException(
                            argumentsAt,
                            "arguments are needed: " + type.params().size());
                }
                return List.of();
            }
            WaveParser parser = new WaveParser(text, argumentsAt, WaveHandles.NONE);
            List<Val> values = parser.arguments(type.params());
            parser.end();
            return values;
        }
    }

    /** Splits a call; the function's name isn't checked, and without parentheses there are no arguments. */
    public static Call parseCall(String text) {
        int open = text.indexOf('(');
        int at = open < 0 ? text.length() : open;
        String name = text.substring(0, at).strip();
        if (name.isEmpty()) {
            throw new WaveException(0, "the name of a function is needed");
        }
        return new Call(name, text, at);
    }
}

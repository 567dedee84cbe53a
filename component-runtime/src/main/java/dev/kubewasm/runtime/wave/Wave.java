package dev.kubewasm.runtime.wave;

import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import java.util.List;

/**
 * Component values as WAVE text (wasm-wave's README, "Encoding"), read and written by their type.
 *
 * <p>What {@link #print} returns, {@link #parse} reads back to the same value. Two things go beyond WAVE: handles, which
 * it leaves open, are {@code @name} (see {@link HandleNames}), and a {@code map} is a list of pairs.
 */
public final class Wave {
    /** The longest text read or written, in UTF-16 code units: 16 Mi. */
    public static final int MAX_LENGTH = 1 << 24;

    /** The deepest nesting of values, as in wasm-wave: a value without parts has depth 1. */
    public static final int MAX_DEPTH = 100;

    /** The most values that one text may make, parts and omitted optional fields counted: 4 Mi. */
    public static final int MAX_VALUES = 1 << 22;

    private Wave() {}

    /**
     * A value in the long form: {@code some(..)}, {@code ok(..)} and {@code err(..)} always written, every field of a
     * record in declared order, floats as the shortest decimal that reads back as the same float.
     *
     * @throws UnprintableValueException if it has no text form: it holds a handle, it is nested deeper than
     *     {@link #MAX_DEPTH}, its text is longer than {@link #MAX_LENGTH}, or a string in it isn't Unicode
     * @throws IllegalArgumentException if the value isn't of the type
     */
    public static String print(Val value, ValueType type) {
        return print(value, type, HandleNames.none());
    }

    /** As {@link #print(Val, ValueType)}, handles written by their names. */
    public static String print(Val value, ValueType type, HandleNames handles) {
        ValuePrinter printer = new ValuePrinter(handles);
        printer.value(value, type);
        return printer.text();
    }

    /**
     * The value that a text stands for. Accepts all of WAVE: white space and comments, commas before closing brackets,
     * fields in any order, omitted {@code option} fields, {@code some} and {@code ok} left out where that is unambiguous.
     * As in wasm-wave, floats too large for their type are infinite.
     *
     * @throws WaveException if the text isn't WAVE for one value of the type, or beyond the limits of this class
     */
    public static Val parse(String text, ValueType type) {
        return parse(text, type, HandleNames.none());
    }

    /** As {@link #parse(String, ValueType)}, with names for handles. */
    public static Val parse(String text, ValueType type, HandleNames handles) {
        return new ValueParser(new Source(text), handles).only(type);
    }

    /**
     * The arguments of a call.
     *
     * @param text what stands between the parentheses, for example {@code ["a", "b"], 3}; {@code option} parameters at
     *     the end may be left out
     * @return one value for each parameter
     * @throws WaveException if the text isn't WAVE for the parameters, too few or too many arguments included
     */
    public static List<Val> parseArguments(String text, FuncType function) {
        return parseArguments(text, function, HandleNames.none());
    }

    /** As {@link #parseArguments(String, FuncType)}, with names for handles. */
    public static List<Val> parseArguments(String text, FuncType function, HandleNames handles) {
        return new ArgumentsParser(new Source(text), handles).arguments(function);
    }
}

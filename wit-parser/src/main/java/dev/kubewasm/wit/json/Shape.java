package dev.kubewasm.wit.json;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a type is, the types in it apart.
 *
 * @param label what kind it is, with all else but the parts that tells it from others; types without a name and with
 *     the same label and parts are one
 * @param wraps whether a resource among the parts is held by its own handle, as everywhere but in handles and aliases
 * @param parts the types in it
 * @param form how it is written
 */
record Shape(String label, boolean wraps, List<Ref> parts, Form form) {
    Shape {
        parts = List.copyOf(parts);
    }

    /** How a shape is written, given its parts. */
    interface Form {
        void write(JsonWriter out, List<Ref> parts);
    }

    /** A shape whose parts are held by handles where they are resources. */
    static Shape of(String label, List<Ref> parts, Form form) {
        return new Shape(label, true, parts, form);
    }

    /** A shape whose parts are what they are. */
    static Shape plain(String label, List<Ref> parts, Form form) {
        return new Shape(label, false, parts, form);
    }

    /** The same with other parts, in the order of the parts. */
    Shape map(UnaryOperator<Ref> change) {
        return new Shape(label, wraps, parts.stream().map(change).toList(), form);
    }

    /** Writes it. */
    void write(JsonWriter out) {
        form.write(out, parts);
    }
}

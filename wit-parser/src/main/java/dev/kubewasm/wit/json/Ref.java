package dev.kubewasm.wit.json;

/** What a listing says where a type is used. */
sealed interface Ref {
    /** The spelling of a primitive type. */
    record Primitive(String text) implements Ref {}

    /** The place of a type in the list of types. */
    record Id(int index) implements Ref {}

    /** No type, where there may be one. */
    record Nothing() implements Ref {}

    /** Writes it. */
    default void write(JsonWriter out) {
        switch (this) {
            case Primitive primitive -> out.string(primitive.text);
            case Id id -> out.number(id.index);
            case Nothing ignored -> out.nothing();
        }
    }
}

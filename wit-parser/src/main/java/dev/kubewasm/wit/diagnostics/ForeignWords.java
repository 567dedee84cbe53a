package dev.kubewasm.wit.diagnostics;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What words of other languages, and of WIT as it was, are called in WIT. */
public final class ForeignWords {
    private static final Map<String, String> TYPES = new HashMap<>();
    private static final Map<String, String> GENERICS = new HashMap<>();
    private static final Map<String, String> KEYWORDS = new HashMap<>();

    static {
        put(TYPES, "s8", "i8", "int8", "sbyte");
        put(TYPES, "s16", "i16", "int16", "short");
        put(TYPES, "s32", "i32", "int32", "int", "integer", "isize");
        put(TYPES, "s64", "i64", "int64", "long", "bigint");
        put(TYPES, "u8", "uint8", "byte", "octet", "uchar");
        put(TYPES, "u16", "uint16", "ushort");
        put(TYPES, "u32", "uint32", "uint", "unsigned", "usize");
        put(TYPES, "u64", "uint64", "ulong");
        put(TYPES, "f32", "float", "float32", "single");
        put(TYPES, "f64", "double", "float64", "number", "decimal");
        put(TYPES, "string", "str", "text", "varchar");
        put(TYPES, "bool", "boolean");
        put(TYPES, "char", "rune", "char32", "character");
        put(TYPES, "list<u8>", "bytes", "blob", "buffer", "binary");
        put(GENERICS, "list", "vec", "vector", "array", "arraylist", "seq", "sequence", "slice", "set");
        put(GENERICS, "map", "hashmap", "dict", "dictionary", "table");
        put(GENERICS, "option", "optional", "maybe", "nullable");
        put(GENERICS, "result", "either", "expected");
        put(GENERICS, "future", "promise", "task");
        put(GENERICS, "stream", "channel", "observable", "iterator");
        put(GENERICS, "tuple", "pair");
        put(GENERICS, "borrow", "ref", "reference");
        put(KEYWORDS, "record", "struct", "class", "object", "message", "dataclass");
        put(KEYWORDS, "variant", "union", "oneof", "choice");
        put(KEYWORDS, "enum", "enumeration");
        put(KEYWORDS, "flags", "bitflags", "bitset", "bitfield");
        put(KEYWORDS, "type", "typedef", "alias", "newtype", "typealias");
        put(KEYWORDS, "resource", "handle");
        put(KEYWORDS, "interface", "trait", "protocol", "service", "iface");
        put(KEYWORDS, "world", "component", "module", "program");
        put(KEYWORDS, "package", "namespace", "mod");
        put(KEYWORDS, "import", "requires", "require", "needs");
        put(KEYWORDS, "export", "provides", "exports");
        put(KEYWORDS, "include", "extends", "implements", "inherits");
        put(KEYWORDS, "func", "fn", "function", "fun", "def", "method", "proc", "procedure", "rpc", "sub");
    }

    private ForeignWords() {}

    private static void put(Map<String, String> words, String here, String... elsewhere) {
        List.of(elsewhere).forEach(word -> words.put(word, here));
    }

    /** How to write, in WIT, what {@code name} is called elsewhere as a type. */
    public static Optional<String> typeHint(String name) {
        String word = name.toLowerCase(Locale.ROOT);
        return switch (word) {
            case "float32", "float64" ->
                Optional.of("`" + word + "` is the old spelling of `f" + word.substring(5) + "`");
            case "void", "unit", "nothing", "none", "null", "nil", "undefined", "never" ->
                Optional.of("there is no type for nothing: leave out the parameter, or `->` and the result");
            case "any", "object", "dynamic", "unknown", "json", "interface" ->
                Optional.of("there is no type for any value: list what it may be in a `variant`");
            case "self" -> Optional.of("write the name of the resource");
            default ->
                Optional.ofNullable(TYPES.get(word))
                        .map(type -> "in WIT that is `" + type + "`")
                        .or(() -> generic(word).map(type -> "in WIT that is `" + type + "<...>`"));
        };
    }

    /** The type with types in {@code < >} that {@code name} is called elsewhere. */
    public static Optional<String> generic(String name) {
        return Optional.ofNullable(GENERICS.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The keyword that {@code word} is elsewhere. */
    public static Optional<String> keyword(String word) {
        return Optional.ofNullable(KEYWORDS.get(word.toLowerCase(Locale.ROOT)));
    }
}

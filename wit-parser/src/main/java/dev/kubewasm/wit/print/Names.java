package dev.kubewasm.wit.print;

import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.PackageName;
import java.util.Set;

/** Names as they must be written. */
final class Names {
    /** The words that WIT reserves ("Keywords"), and the old names of {@code f32} and {@code f64}. */
    private static final Set<String> KEYWORDS = Set.of(
            "as",
            "async",
            "bool",
            "borrow",
            "char",
            "constructor",
            "enum",
            "error-context",
            "export",
            "f32",
            "f64",
            "flags",
            "float32",
            "float64",
            "from",
            "func",
            "future",
            "import",
            "include",
            "interface",
            "list",
            "map",
            "option",
            "own",
            "package",
            "record",
            "resource",
            "result",
            "s16",
            "s32",
            "s64",
            "s8",
            "static",
            "stream",
            "string",
            "tuple",
            "type",
            "u16",
            "u32",
            "u64",
            "u8",
            "use",
            "variant",
            "with",
            "world");

    private Names() {}

    /** An identifier, with {@code %} if it would be a keyword. */
    static String id(String name) {
        return KEYWORDS.contains(name) ? "%" + name : name;
    }

    static String pkg(PackageName name) {
        return id(name.namespace()) + ":" + id(name.name())
                + name.version().map(version -> "@" + version).orElse("");
    }

    /** The full path of an interface. */
    static String path(InterfaceName name) {
        return id(name.pkg().namespace()) + ":" + id(name.pkg().name()) + "/" + id(name.name())
                + name.pkg().version().map(version -> "@" + version).orElse("");
    }
}

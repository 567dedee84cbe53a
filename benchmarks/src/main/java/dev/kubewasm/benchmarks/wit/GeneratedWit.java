package dev.kubewasm.benchmarks.wit;

import java.util.Random;

/** WIT packages of any size that look like what people write: documented interfaces that use one another's types. */
final class GeneratedWit {
    private static final String[] WORDS = {
        "order", "price", "stock", "user", "cart", "item", "rate", "quote", "event", "batch", "token", "region"
    };
    private static final String[] PLAIN = {"u8", "u32", "s64", "f64", "bool", "char", "string"};

    private final Random random = new Random(42);
    private final StringBuilder text = new StringBuilder("package example:generated@1.0.0;\n");

    private GeneratedWit() {}

    /** The package of {@code size}: {@code 1x} has 10 interfaces (13 KB), {@code 100x} a hundred times as many. */
    static String text(String size) {
        return text(10 * Integer.parseInt(size.replace("x", "")));
    }

    /** A package of {@code interfaces} interfaces and one world that imports them all; the same text each time. */
    static String text(int interfaces) {
        GeneratedWit wit = new GeneratedWit();
        for (int i = 0; i < interfaces; i++) {
            wit.interfaceOf(i);
        }
        wit.text.append("\nworld all {\n");
        for (int i = 0; i < interfaces; i++) {
            wit.text
                    .append("  import ")
                    .append(name(i))
                    .append(";\n  export run-n")
                    .append(i)
                    .append(": func();\n");
        }
        return wit.text.append("}\n").toString();
    }

    private static String name(int i) {
        return WORDS[i % WORDS.length] + "-" + WORDS[i / WORDS.length % WORDS.length] + "-n" + i;
    }

    private void interfaceOf(int i) {
        text.append("\n/// Interface ").append(i).append(", which is documented\n/// on two lines.\n");
        text.append("@since(version = 1.0.0)\ninterface ").append(name(i)).append(" {\n");
        if (i > 0) {
            text.append("  use ").append(name(random.nextInt(i))).append(".{entry as other-entry, fault};\n\n");
        } else {
            text.append("  record other-entry { a: u8 }\n  enum fault { low, high }\n");
        }
        text.append("  /// What it is about.\n  record entry {\n");
        for (int f = 0; f < 6; f++) {
            text.append("    /// Field ")
                    .append(f)
                    .append(".\n    field-n")
                    .append(f)
                    .append(": ");
            text.append(type()).append(",\n");
        }
        text.append("  }\n\n  variant choice {\n    none,\n    one(entry),\n    many(list<entry>),\n  }\n\n");
        text.append("  flags rights {\n    read,\n    write,\n    admin,\n  }\n\n");
        text.append("  resource session {\n    constructor(name: string);\n");
        text.append("    put: func(value: entry) -> result<rights, fault>;\n");
        text.append("    open: static func(token: string) -> option<session>;\n  }\n\n");
        for (int f = 0; f < 5; f++) {
            text.append("  /// Function ")
                    .append(f)
                    .append(" of this interface.\n  call-n")
                    .append(f);
            text.append(": func(first: ").append(type()).append(", second: ").append(type());
            text.append(") -> result<").append(type()).append(", fault>;\n");
        }
        text.append("}\n");
    }

    private String type() {
        String plain = PLAIN[random.nextInt(PLAIN.length)];
        return switch (random.nextInt(6)) {
            case 0 -> "list<" + plain + ">";
            case 1 -> "option<other-entry>";
            case 2 -> "tuple<" + plain + ", " + PLAIN[random.nextInt(PLAIN.length)] + ">";
            case 3 -> "list<option<" + plain + ">>";
            default -> plain;
        };
    }
}

package dev.kubewasm.wit.print;

/** Strings as they must be written. */
final class Strings {
    private Strings() {}

    /** {@code text} in quotes; whatever is no plain ASCII is escaped. */
    static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '"' -> out.append("\\\"");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (isPlain(c)) {
                        out.appendCodePoint(c);
                    } else {
                        out.append("\\u{").append(Integer.toHexString(c)).append('}');
                    }
                }
            }
        });
        return out.append('"').toString();
    }

    private static boolean isPlain(int c) {
        return c < 0x80 && (Character.isLetterOrDigit(c) || "-_./: ".indexOf(c) >= 0);
    }
}

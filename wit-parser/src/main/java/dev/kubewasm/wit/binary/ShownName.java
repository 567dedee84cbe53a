package dev.kubewasm.wit.binary;

/** Names that come from a binary, where they are shown to people: they may be long and have any characters. */
public final class ShownName {
    /** So many characters of each are shown. */
    private static final int MAX_LENGTH = 120;

    private ShownName() {}

    /** A name in one line, and not too long. */
    public static String of(String name) {
        StringBuilder out = new StringBuilder();
        name.codePoints().limit(MAX_LENGTH).forEach(c -> out.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return name.length() <= MAX_LENGTH ? out.toString() : out + "...";
    }
}

package dev.kubewasm.wit.syntax;

import java.util.Optional;

/** Characters that begin no token: what they are, and what was most likely meant. */
final class StrayCharacters {
    private StrayCharacters() {}

    /** The character as a message shows it: by its number where it cannot be seen. */
    static String shown(String text) {
        int c = text.codePointAt(0);
        int type = Character.getType(c);
        boolean seen = type != Character.FORMAT
                && type != Character.SPACE_SEPARATOR
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.NON_SPACING_MARK
                && Character.isDefined(c);
        return seen ? "`" + text + "`" : "U+%04X".formatted(c);
    }

    /** What to write instead. */
    static Optional<String> hint(String text) {
        int c = text.codePointAt(0);
        return switch (c) {
            case '[', ']' -> Optional.of("types are taken in `<` and `>`, as in `list<u8>`");
            case '?' -> Optional.of("write `option<...>` around the type of what may be missing");
            case '!' -> Optional.of("what can fail returns a `result<...>`");
            case '&' -> Optional.of("write `borrow<...>` for a handle that is only lent");
            case '|' -> Optional.of("write a `variant` with a case for each");
            case '*' -> Optional.of("name each type: `use a.{b, c};`");
            case '#' -> Optional.of("a comment begins with `//`, a gate with `@`");
            case '\'', '`' -> Optional.of("only strings have quotes, and these are `\"`");
            case '%' -> Optional.of("`%` stands right before a name");
            case '-' -> Optional.of("`-` joins the words of a name, `a-b`; a result follows `->`");
            case '$', '\\', '+', '~', '^' -> Optional.of("names are of letters, digits and `-`");
            case '\u201C', '\u201D', '\u201E', '\u00AB', '\u00BB' -> Optional.of("write `\"`");
            case '\u2013', '\u2014', '\u2212' -> Optional.of("write `-`");
            case '\u2192' -> Optional.of("write `->`");
            case '\uFF1B' -> Optional.of("write `;`");
            case '\uFF1A' -> Optional.of("write `:`");
            case '\uFF0C' -> Optional.of("write `,`");
            default ->
                Character.isSpaceChar(c) || Character.getType(c) == Character.FORMAT
                        ? Optional.of("it looks like a space or like nothing; only spaces, tabs and line ends may stand"
                                + " here")
                        : Character.isLetter(c)
                                ? Optional.of("names are of the letters a to z, digits and `-`")
                                : Optional.empty();
        };
    }
}

package dev.kubewasm.wit.syntax;

import dev.kubewasm.wit.grammar.WitLexer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;

/** Tokens in words, for messages. */
final class TokenWords {
    private TokenWords() {}

    /** Whether {@code type} is a word that WIT reserves. */
    static boolean isKeyword(int type) {
        return type >= WitLexer.AS && type <= WitLexer.UNDERSCORE;
    }

    /** The token found, for example {@code keyword `option`}. */
    static String found(Token token) {
        return switch (token.getType()) {
            case Token.EOF -> "the end of the file";
            case WitLexer.VERSION -> "version `" + shortened(token.getText()) + "`";
            default -> {
                String kind = isKeyword(token.getType()) ? "keyword " : "";
                yield kind + "`" + shortened(token.getText()) + "`";
            }
        };
    }

    /** What was expected, as an enumeration in words. */
    static String expected(IntervalSet types) {
        List<String> words = words(types);
        if (words.size() == 1) {
            return words.getFirst();
        }
        return String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
    }

    /** The keywords among {@code types}, as they are spelled. */
    static List<String> keywords(IntervalSet types) {
        return types.toList().stream()
                .filter(TokenWords::isKeyword)
                .map(TokenWords::spelling)
                .toList();
    }

    private static List<String> words(IntervalSet types) {
        List<String> words = new ArrayList<>();
        // Where a list may begin, any type may.
        boolean anyType = types.contains(WitLexer.LIST);
        if (anyType) {
            words.add("a type");
        }
        for (int type : types.toList()) {
            if (type != Token.EOF && !(anyType && beginsType(type))) {
                words.add(word(type));
            }
        }
        if (types.contains(Token.EOF)) {
            words.add(word(Token.EOF));
        }
        return words;
    }

    private static boolean beginsType(int type) {
        return switch (type) {
            case WitLexer.BOOL,
                    WitLexer.BORROW,
                    WitLexer.CHAR,
                    WitLexer.ERROR_CONTEXT,
                    WitLexer.F32,
                    WitLexer.F64,
                    WitLexer.FUTURE,
                    WitLexer.ID,
                    WitLexer.LIST,
                    WitLexer.MAP,
                    WitLexer.OPTION,
                    WitLexer.OWN,
                    WitLexer.RESULT,
                    WitLexer.S8,
                    WitLexer.S16,
                    WitLexer.S32,
                    WitLexer.S64,
                    WitLexer.STREAM,
                    WitLexer.STRING,
                    WitLexer.TUPLE,
                    WitLexer.U8,
                    WitLexer.U16,
                    WitLexer.U32,
                    WitLexer.U64 -> true;
            default -> false;
        };
    }

    private static String word(int type) {
        return switch (type) {
            case Token.EOF -> "the end of the file";
            case WitLexer.ID -> "an identifier";
            case WitLexer.VERSION -> "a version like `1.0.0`";
            case WitLexer.INTEGER -> "a whole number";
            case WitLexer.TEXT -> "a string";
            default -> "`" + spelling(type) + "`";
        };
    }

    private static String spelling(int type) {
        String literal = WitLexer.VOCABULARY.getLiteralName(type);
        if (literal == null) {
            return WitLexer.VOCABULARY.getDisplayName(type).toLowerCase(Locale.ROOT);
        }
        return literal.substring(1, literal.length() - 1);
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, text.offsetByCodePoints(0, 37)) + "...";
    }
}

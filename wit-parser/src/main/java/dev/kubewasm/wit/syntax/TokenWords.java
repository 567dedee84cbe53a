package dev.kubewasm.wit.syntax;

import dev.kubewasm.wit.grammar.WitLexer;
import dev.kubewasm.wit.grammar.WitParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;
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
                boolean keyword = isKeyword(token.getType()) && token.getType() != WitLexer.UNDERSCORE;
                String kind = keyword ? "keyword " : "";
                yield kind + "`" + shortened(token.getText()) + "`";
            }
        };
    }

    /** What was expected, as an enumeration in words. */
    static String expected(Mistake mistake) {
        List<String> words = words(mistake);
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

    private static List<String> words(Mistake mistake) {
        IntervalSet types = mistake.expected();
        List<String> words = new ArrayList<>();
        // Where a list may begin, any type may; where a record, any definition of a type; where these, a gate.
        boolean anyType = types.contains(WitLexer.LIST);
        boolean definition = types.contains(WitLexer.RECORD);
        boolean gate = types.contains(WitLexer.USE) || types.contains(WitLexer.CONSTRUCTOR);
        if (anyType) {
            words.add("a type");
        }
        if (definition) {
            words.add("a type definition");
        }
        for (int type : types.toList()) {
            boolean said = (anyType && beginsType(type))
                    || (definition && definesType(type))
                    || (gate && type == WitLexer.AT)
                    || closes(type);
            if (!said) {
                words.add(type == WitLexer.ID ? name(mistake) : word(type));
            }
        }
        for (int type : types.toList()) {
            if (closes(type)) {
                words.add(word(type));
            }
        }
        return words;
    }

    /** Whether {@code type} ends what was begun: it is named last. */
    private static boolean closes(int type) {
        return switch (type) {
            case WitLexer.RPAREN, WitLexer.RBRACE, WitLexer.GREATER, Token.EOF -> true;
            default -> false;
        };
    }

    /** What an identifier would be where the mistake is. */
    private static String name(Mistake mistake) {
        boolean inList = mistake.expects(WitLexer.RBRACE) || mistake.expects(WitLexer.RPAREN);
        return switch (mistake.rule()) {
            case WitParser.RULE_externType,
                    WitParser.RULE_interfaceItem,
                    WitParser.RULE_interfaceMember,
                    WitParser.RULE_resourceItem,
                    WitParser.RULE_resourceMember -> mistake.expects(WitLexer.AT) ? "a function" : "an identifier";
            case WitParser.RULE_recordItem -> inList ? "a field" : "an identifier";
            case WitParser.RULE_variantItem, WitParser.RULE_enumItem -> inList ? "a case" : "an identifier";
            case WitParser.RULE_flagsItem -> inList ? "a flag" : "an identifier";
            case WitParser.RULE_params -> "a parameter";
            default -> "an identifier";
        };
    }

    private static boolean definesType(int type) {
        return switch (type) {
            case WitLexer.TYPE, WitLexer.RECORD, WitLexer.VARIANT, WitLexer.ENUM, WitLexer.FLAGS, WitLexer.RESOURCE ->
                true;
            default -> false;
        };
    }

    /** Whether a type may begin with a token of {@code type}. */
    static boolean beginsType(int type) {
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

    /** A token of {@code type} to stand in for one that is missing. */
    static String example(int type) {
        return switch (type) {
            case WitLexer.ID -> "x";
            case WitLexer.VERSION -> "0.0.0";
            case WitLexer.INTEGER -> "1";
            default -> spelling(type);
        };
    }

    /** The keyword spelled {@code word}. */
    static OptionalInt keyword(String word) {
        return IntStream.range(WitLexer.AS, WitLexer.UNDERSCORE)
                .filter(type -> spelling(type).equals(word))
                .findFirst();
    }

    static String spelling(int type) {
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

package dev.kubewasm.wit.syntax;

import dev.kubewasm.wit.diagnostics.ForeignWords;
import dev.kubewasm.wit.diagnostics.Suggestions;
import dev.kubewasm.wit.grammar.WitLexer;
import dev.kubewasm.wit.grammar.WitParser;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.antlr.v4.runtime.Token;

/** Mistakes where an item or a member should begin: words that there are not, and words that belong elsewhere. */
final class ItemAdvice {
    private static final Set<String> MODIFIERS = Set.of(
            "pub",
            "public",
            "private",
            "protected",
            "internal",
            "default",
            "extern",
            "external",
            "abstract",
            "final",
            "const",
            "declare",
            "open",
            "static");

    private static final List<String> IN_INTERFACES =
            List.of("use", "type", "record", "variant", "enum", "flags", "resource");

    private ItemAdvice() {}

    static Optional<Advice> of(Mistake m) {
        return strayEnd(m)
                .or(() -> strayGate(m))
                .or(() -> missingBrace(m))
                .or(() -> word(m))
                .or(() -> atTheTop(m))
                .or(() -> inInterface(m))
                .or(() -> inWorld(m))
                .or(() -> inResource(m));
    }

    private static boolean top(Mistake m) {
        return m.in(WitParser.RULE_witFile, WitParser.RULE_item)
                || (m.in(WitParser.RULE_packageItem) && Statements.betweenMembers(m));
    }

    private static boolean interfaceMember(Mistake m) {
        return m.expects(WitLexer.TYPE) && m.expects(WitLexer.ID);
    }

    private static boolean worldMember(Mistake m) {
        return m.expects(WitLexer.INCLUDE);
    }

    private static boolean resourceMember(Mistake m) {
        return m.expects(WitLexer.CONSTRUCTOR);
    }

    private static Optional<Advice> strayEnd(Mistake m) {
        boolean member = top(m) || Statements.betweenMembers(m);
        if (member && m.found(WitLexer.SEMICOLON)) {
            String hint = m.is(-1, WitLexer.RBRACE) ? "there is no `;` behind `}`" : "one `;` is enough";
            return Optional.of(Advice.hint(hint).repair(Repair.delete(m.at(), m.at() + 1)));
        }
        if (m.in(WitParser.RULE_witFile) && m.found(WitLexer.RBRACE)) {
            return Optional.of(Advice.hint("take it out, or look above for a `{` that is missing or closed too early")
                    .message("this `}` closes nothing")
                    .repair(Repair.delete(m.at(), m.at() + 1)));
        }
        return Optional.empty();
    }

    private static Optional<Advice> strayGate(Mistake m) {
        boolean gated = m.in(
                WitParser.RULE_item,
                WitParser.RULE_worldMember,
                WitParser.RULE_interfaceMember,
                WitParser.RULE_resourceMember);
        return gated && m.found(WitLexer.RBRACE, Token.EOF)
                ? Optional.of(Advice.hint("a gate belongs to an item that stands behind it"))
                : Optional.empty();
    }

    /** What belongs further out stands no further in than the block: the block was to end before it. */
    private static Optional<Advice> missingBrace(Mistake m) {
        boolean list = m.expects(WitLexer.RBRACE)
                && m.in(
                        WitParser.RULE_recordItem,
                        WitParser.RULE_variantItem,
                        WitParser.RULE_enumItem,
                        WitParser.RULE_flagsItem);
        boolean further = m.found(WitLexer.INTERFACE, WitLexer.WORLD, WitLexer.PACKAGE)
                || ((resourceMember(m) || list) && definesOrUses(m.type(0)) && !m.is(1, WitLexer.COLON));
        boolean block = list || (Statements.betweenMembers(m) && !m.in(WitParser.RULE_packageItem));
        return block && further ? Statements.endedBefore(m, m.rules().getFirst(), 0) : Optional.empty();
    }

    private static boolean definesOrUses(int type) {
        return switch (type) {
            case WitLexer.TYPE,
                    WitLexer.RECORD,
                    WitLexer.VARIANT,
                    WitLexer.ENUM,
                    WitLexer.FLAGS,
                    WitLexer.RESOURCE,
                    WitLexer.USE,
                    WitLexer.IMPORT,
                    WitLexer.EXPORT,
                    WitLexer.INCLUDE -> true;
            default -> false;
        };
    }

    /** A word that begins nothing in WIT: of another language, of WIT as it was, or misspelled. */
    private static Optional<Advice> word(Mistake m) {
        if ((top(m) || worldMember(m)) && m.found(WitLexer.ID)) {
            return modifier(m, 0).or(() -> word(m, 0));
        }
        boolean asFunction = m.in(WitParser.RULE_funcItem)
                && m.expectsOnly(WitLexer.COLON)
                && m.found(WitLexer.ID, WitLexer.LBRACE)
                && m.is(-1, WitLexer.ID);
        boolean modified = m.in(WitParser.RULE_funcItem) && m.expectsOnly(WitLexer.COLON) && definesOrUses(m.type(0));
        if (asFunction || modified) {
            return modifier(m, -1).or(() -> asFunction ? word(m, -1) : Optional.empty());
        }
        return Optional.empty();
    }

    private static Optional<Advice> modifier(Mistake m, int offset) {
        String word = m.text(offset);
        boolean before = m.is(offset + 1, WitLexer.ID, WitLexer.FUNC, WitLexer.INTERFACE, WitLexer.WORLD)
                || definesOrUses(m.type(offset + 1));
        if (!MODIFIERS.contains(word) || !before) {
            return Optional.empty();
        }
        String hint = word.equals("default")
                ? "no world or interface is the default any more: leave the word out"
                : "leave it out: everything that a package defines is public";
        int at = m.at() + offset;
        return Optional.of(unknown(m, offset, hint).repair(Repair.delete(at, at + 1)));
    }

    private static Advice unknown(Mistake m, int offset, String hint) {
        return Advice.hint(hint)
                .message("`" + m.text(offset) + "` is no keyword of WIT")
                .blame(m.token(offset));
    }

    private static Optional<Advice> word(Mistake m, int offset) {
        int at = m.at() + offset;
        List<String> known = offset == 0 ? TokenWords.keywords(m.expected()) : IN_INTERFACES;
        Optional<String> foreign = ForeignWords.keyword(m.text(offset));
        if (foreign.isPresent()) {
            String keyword = foreign.get().equals("record") && hasFunctions(m, offset) ? "resource" : foreign.get();
            if (keyword.equals("func")) {
                return functionFirst(m, offset)
                        .map(advice -> advice.message("`" + m.text(offset) + "` is no keyword of WIT")
                                .blame(m.token(offset)));
            }
            if (known.contains(keyword)) {
                return Optional.of(unknown(m, offset, "write `" + keyword + "`").repair(replaced(m, at, keyword)));
            }
            return Optional.of(unknown(m, offset, "in WIT that is a `" + keyword + "`" + place(keyword)));
        }
        return Suggestions.nearest(m.text(offset), known)
                .map(near -> Advice.hint("did you mean `" + near + "`?").repair(replaced(m, at, near)))
                .map(advice -> offset == 0
                        ? advice
                        : advice.message("`" + m.text(offset) + "` is no keyword of WIT")
                                .blame(m.token(offset)));
    }

    /** Whether the first member in the braces behind {@code word name} is not a field. */
    private static boolean hasFunctions(Mistake m, int offset) {
        return m.is(offset + 3, WitLexer.CONSTRUCTOR)
                || (m.is(offset + 3, WitLexer.ID)
                        && (m.is(offset + 4, WitLexer.LPAREN)
                                || m.is(offset + 5, WitLexer.FUNC, WitLexer.ASYNC, WitLexer.STATIC)));
    }

    private static String place(String keyword) {
        return switch (keyword) {
            case "record", "variant", "enum", "flags", "type", "resource" ->
                ", which belongs in an `interface` or a `world`";
            case "import", "export", "include" -> ", which belongs in a `world`";
            default -> ", which belongs at the top level of a file";
        };
    }

    private static Repair replaced(Mistake m, int at, String keyword) {
        OptionalInt type = TokenWords.keyword(keyword);
        return Repair.replace(m, at, at + 1, type.orElseThrow());
    }

    /** {@code fn name(...)} and {@code func name(...)}. */
    private static Optional<Advice> functionFirst(Mistake m, int offset) {
        if (!m.is(offset + 1, WitLexer.ID)) {
            return Optional.empty();
        }
        String name = m.text(offset + 1);
        int at = m.at() + offset;
        if (worldMember(m)) {
            return Optional.of(Advice.hint(
                    "write `import " + name + ": func(...)`, or the same with `export`, and the name first"));
        }
        if (top(m)) {
            return Optional.of(Advice.hint("functions belong in an `interface` or a `world`"));
        }
        return Optional.of(Advice.hint("the name of a function comes first: `" + name + ": func(...)`")
                .repair(new Repair(
                        at,
                        at + 2,
                        List.of(m.token(offset + 1), made(m, at, WitLexer.COLON), made(m, at, WitLexer.FUNC)))));
    }

    private static Token made(Mistake m, int at, int type) {
        return Repair.insert(m, at, type).tokens().getFirst();
    }

    private static Optional<Advice> atTheTop(Mistake m) {
        if (!top(m)) {
            return Optional.empty();
        }
        if (m.found(WitLexer.EXPORT, WitLexer.IMPORT) && m.is(1, WitLexer.INTERFACE, WitLexer.WORLD)) {
            return Optional.of(
                    Advice.hint("leave `" + m.text(0) + "` out: a `world` says what is imported and exported")
                            .repair(Repair.delete(m.at(), m.at() + 1)));
        }
        return switch (m.type(0)) {
            case WitLexer.IMPORT, WitLexer.EXPORT, WitLexer.INCLUDE ->
                Optional.of(Advice.hint("`" + m.text(0) + "` belongs in a `world`"));
            case WitLexer.TYPE, WitLexer.RECORD, WitLexer.VARIANT, WitLexer.ENUM, WitLexer.FLAGS, WitLexer.RESOURCE ->
                Optional.of(Advice.hint("types are defined in an `interface` or a `world`"));
            case WitLexer.FUNC -> Optional.of(Advice.hint("functions belong in an `interface` or a `world`"));
            default -> Optional.empty();
        };
    }

    private static Optional<Advice> inInterface(Mistake m) {
        if (!interfaceMember(m)) {
            return Optional.empty();
        }
        return switch (m.type(0)) {
            case WitLexer.FUNC -> functionFirst(m, 0);
            case WitLexer.EXPORT ->
                Optional.of(Advice.hint("leave `export` out: everything in an interface is part of it")
                        .repair(Repair.delete(m.at(), m.at() + 1)));
            case WitLexer.IMPORT, WitLexer.INCLUDE ->
                Optional.of(Advice.hint("`" + m.text(0)
                        + "` belongs in a `world`; an interface takes types of others with `use a.{b};`"));
            case WitLexer.INTERFACE, WitLexer.WORLD, WitLexer.PACKAGE ->
                Optional.of(Advice.hint("interfaces do not nest: define it beside this one"));
            case WitLexer.CONSTRUCTOR -> Optional.of(Advice.hint("a constructor belongs in a `resource`"));
            case WitLexer.ASYNC, WitLexer.STATIC -> wordBeforeName(m);
            default -> Optional.empty();
        };
    }

    /** {@code async f: func()}. */
    private static Optional<Advice> wordBeforeName(Mistake m) {
        if (m.is(1, WitLexer.CONSTRUCTOR)) {
            return Optional.of(Advice.hint("a constructor is never `" + m.text(0) + "`: leave the word out")
                    .repair(Repair.delete(m.at(), m.at() + 1)));
        }
        String name = m.is(1, WitLexer.ID) ? m.text(1) : "name";
        String word = m.text(0);
        return m.is(1, WitLexer.COLON)
                ? Optional.empty()
                : Optional.of(Advice.hint("`" + word + "` goes behind the name: `" + name + ": " + word + " func(...)`")
                        .repair(Repair.delete(m.at(), m.at() + 1)));
    }

    private static Optional<Advice> inWorld(Mistake m) {
        if (!worldMember(m)) {
            return Optional.empty();
        }
        return switch (m.type(0)) {
            case WitLexer.INTERFACE ->
                Optional.of(Advice.hint("write `import name: interface { ... }`, or define it beside the world"));
            case WitLexer.WORLD, WitLexer.PACKAGE ->
                Optional.of(Advice.hint("worlds do not nest: define it beside this one"));
            case WitLexer.FUNC ->
                functionFirst(m, 0).or(() -> Optional.of(Advice.hint("write `import name: func(...)`, or `export`")));
            case WitLexer.ID ->
                Optional.of(Advice.hint("say whether the world imports or exports it: `import " + m.text(0)
                                + "` or `export " + m.text(0) + "`")
                        .repair(Repair.insert(m, m.at(), WitLexer.IMPORT)));
            default -> Optional.empty();
        };
    }

    private static Optional<Advice> inResource(Mistake m) {
        if (!resourceMember(m)) {
            return Optional.empty();
        }
        boolean elsewhere = definesOrUses(m.type(0)) || m.found(WitLexer.INTERFACE, WitLexer.WORLD, WitLexer.PACKAGE);
        if (elsewhere && !m.is(1, WitLexer.COLON)) {
            return Optional.of(Advice.hint("a resource holds only functions: define this beside it"));
        }
        return switch (m.type(0)) {
            case WitLexer.FUNC -> functionFirst(m, 0);
            case WitLexer.ASYNC, WitLexer.STATIC -> wordBeforeName(m);
            default -> Optional.empty();
        };
    }
}

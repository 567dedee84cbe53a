package dev.kubewasm.wit.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.wit.diagnostics.SourceText;
import dev.kubewasm.wit.grammar.WitLexer;
import dev.kubewasm.wit.grammar.WitParser;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ErrorNode;
import org.antlr.v4.runtime.tree.ParseTreeListener;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.junit.jupiter.api.Test;

/** Every production of the grammar has a case that is read by it, and one that is refused in it. */
class GrammarCoverageTest {
    private static final Path ROOT = Path.of("src/test/resources/wit");

    /**
     * What the parser enters only at a token that it then takes, so that nothing can be wrong inside. The case is one
     * that is refused where it should begin.
     */
    private static final Set<String> CHOSEN_BY_FIRST_TOKEN =
            Set.of("typeItem", "label", "primitive", "PrimitiveType", "NamedType");

    /** Tokens that are no words of the language. */
    private static final Set<Integer> ERRORS = Set.of(
            WitLexer.UNTERMINATED_COMMENT, WitLexer.DEEP_COMMENT, WitLexer.UNTERMINATED_TEXT, WitLexer.UNEXPECTED);

    /** A keyword that no production has: it is only reserved. */
    private static final int RESERVED = WitLexer.FROM;

    private static final Set<Integer> BETWEEN_WORDS =
            Set.of(WitLexer.WHITESPACE, WitLexer.LINE_COMMENT, WitLexer.BLOCK_COMMENT);

    private static List<Scanned> sources(String folder) throws IOException {
        List<Scanned> sources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".wit") && Files.isRegularFile(path))
                    .sorted()
                    .toList()) {
                try {
                    sources.add(Scanner.scan(new SourceText(file.toString(), Files.readString(file))));
                } catch (MalformedInputException notText) {
                    // Is refused before it is read as WIT.
                }
            }
        }
        return sources;
    }

    /** The rules, and the labelled alternatives of those that have some. */
    private static Set<String> productions() {
        Set<String> names = new TreeSet<>(Arrays.asList(WitParser.ruleNames));
        for (Class<?> nested : WitParser.class.getDeclaredClasses()) {
            if (ParserRuleContext.class.isAssignableFrom(nested) && nested.getSuperclass() != ParserRuleContext.class) {
                names.add(name(nested));
            }
        }
        return names;
    }

    private static String name(Class<?> context) {
        return context.getSimpleName().replaceFirst("Context$", "");
    }

    /** Collects what a text is read by. */
    private static final class Entered implements ParseTreeListener {
        private final Set<String> productions = new TreeSet<>();
        private final Set<Integer> tokens = new TreeSet<>();

        @Override
        public void visitTerminal(TerminalNode node) {
            tokens.add(node.getSymbol().getType());
        }

        @Override
        public void visitErrorNode(ErrorNode node) {
            throw new AssertionError(node);
        }

        @Override
        public void enterEveryRule(ParserRuleContext context) {
            productions.add(WitParser.ruleNames[context.getRuleIndex()]);
        }

        @Override
        public void exitEveryRule(ParserRuleContext context) {
            productions.add(name(context.getClass()));
        }
    }

    @Test
    void everyProductionReadsACase() throws IOException {
        Entered entered = new Entered();
        for (Scanned source : sources("resolve")) {
            SyntaxParser.walk(source, entered);
            source.tokens().forEach(token -> entered.tokens.add(token.getType()));
        }
        assertThat(missing(productions(), entered.productions))
                .as("productions that no case in resolve/ is read by")
                .isEmpty();
        Set<String> words = new TreeSet<>();
        IntStream.rangeClosed(1, WitLexer.VOCABULARY.getMaxTokenType())
                .filter(type -> !ERRORS.contains(type) && type != WitLexer.WHITESPACE && type != RESERVED)
                .filter(type -> !entered.tokens.contains(type))
                .forEach(type -> words.add(WitLexer.VOCABULARY.getDisplayName(type)));
        assertThat(words).as("tokens in no case in resolve/").isEmpty();
    }

    @Test
    void everyProductionRefusesACase() throws IOException {
        Set<String> refused = new TreeSet<>();
        Set<Integer> wrong = new TreeSet<>();
        for (Scanned source : sources("fail")) {
            source.tokens().stream()
                    .map(Token::getType)
                    .filter(ERRORS::contains)
                    .forEach(wrong::add);
            if (source.diagnostics().isEmpty()) {
                SyntaxErrors.mistakes(source, explained -> {
                    Mistake mistake = explained.mistake();
                    wrong.add(mistake.found().getType());
                    refused.addAll(refusedBy(mistake));
                    if (mistake.expected().size() == 1) {
                        wrong.add(mistake.expected().getMinElement());
                    }
                });
            }
        }
        assertThat(missing(productions(), refused))
                .as("productions in which no case in fail/ is refused")
                .isEmpty();
        Set<String> words = new TreeSet<>();
        IntStream.rangeClosed(1, WitLexer.VOCABULARY.getMaxTokenType())
                .filter(type -> !BETWEEN_WORDS.contains(type) && !wrong.contains(type))
                .forEach(type -> words.add(WitLexer.VOCABULARY.getDisplayName(type)));
        assertThat(words)
                .as("tokens that are neither wrong nor missing in a case in fail/")
                .isEmpty();
    }

    private static Set<String> missing(Set<String> all, Set<String> found) {
        Set<String> missing = new TreeSet<>(all);
        missing.removeAll(found);
        return missing;
    }

    /** The innermost rule and its alternative, and what could have begun there. */
    private static Set<String> refusedBy(Mistake mistake) {
        Set<String> names = new TreeSet<>();
        if (mistake.read() > 0 || mistake.rule() != WitParser.RULE_type) {
            names.add(WitParser.ruleNames[mistake.rule()]);
        }
        if (mistake.rule() == WitParser.RULE_type) {
            names.add("type");
            if (mistake.read() > 0) {
                String keyword =
                        mistake.tokens().get(mistake.rules().getFirst().start()).getText();
                names.add(Character.toUpperCase(keyword.charAt(0)) + keyword.substring(1) + "Type");
            }
        }
        for (String name : CHOSEN_BY_FIRST_TOKEN) {
            if (couldBegin(name, mistake)) {
                names.add(name);
            }
        }
        return names;
    }

    private static boolean couldBegin(String name, Mistake mistake) {
        return switch (name) {
            case "typeItem" -> mistake.expects(WitLexer.TYPE) && mistake.expects(WitLexer.RESOURCE);
            case "label" ->
                mistake.in(WitParser.RULE_enumItem, WitParser.RULE_flagsItem)
                        && mistake.expects(WitLexer.ID)
                        && mistake.expects(WitLexer.RBRACE);
            default -> mistake.expectsType();
        };
    }
}

package dev.kubewasm.wit.syntax;

import dev.kubewasm.wit.grammar.WitParser;
import dev.kubewasm.wit.syntax.Mistake.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.NoViableAltException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.ATNConfig;
import org.antlr.v4.runtime.atn.Transition;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.jspecify.annotations.Nullable;

/** ANTLR's parser up to the first token that does not fit. Nothing is skipped or put in to go on. */
final class MistakeFinder extends DefaultErrorStrategy {
    private final List<Token> tokens;
    private Optional<Mistake> mistake = Optional.empty();

    private MistakeFinder(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** What is wrong first in {@code tokens}, which have no comments and end with the end of file. */
    static Optional<Mistake> first(List<Token> tokens) {
        MistakeFinder finder = new MistakeFinder(tokens);
        WitParser parser = new WitParser(new CommonTokenStream(new ListTokenSource(tokens)));
        parser.removeErrorListeners();
        parser.setBuildParseTree(false);
        parser.setErrorHandler(finder);
        try {
            parser.witFile();
        } catch (ParseCancellationException stopped) {
            return finder.mistake;
        }
        return Optional.empty();
    }

    @Override
    public void reportError(Parser recognizer, RecognitionException e) {
        int at = e.getOffendingToken().getTokenIndex();
        List<Frame> rules = new ArrayList<>();
        for (ParserRuleContext rule = recognizer.getContext(); rule != null; rule = rule.getParent()) {
            rules.add(new Frame(rule.getRuleIndex(), rule.getStart().getTokenIndex()));
        }
        mistake = Optional.of(new Mistake(tokens, at, rules, expected(e)));
    }

    @Override
    public void reportMatch(Parser recognizer) {
        super.reportMatch(recognizer);
        // What could have stood before the token matched is no longer expected.
        nextTokensContext = null;
    }

    @Override
    public void recover(Parser recognizer, RecognitionException e) {
        throw new ParseCancellationException(e);
    }

    @Override
    protected @Nullable Token singleTokenDeletion(Parser recognizer) {
        return null;
    }

    @Override
    protected boolean singleTokenInsertion(Parser recognizer) {
        return false;
    }

    @Override
    protected void reportUnwantedToken(Parser recognizer) {
        throw new InputMismatchException(recognizer);
    }

    private static IntervalSet expected(RecognitionException e) {
        if (!(e instanceof NoViableAltException none) || none.getDeadEndConfigs() == null) {
            return e.getExpectedTokens();
        }
        // Behind the comma of a list two tokens were looked at: what counts is what could have been the second.
        IntervalSet types = new IntervalSet();
        for (ATNConfig config : none.getDeadEndConfigs()) {
            for (Transition transition : config.state.getTransitions()) {
                if (!transition.isEpsilon() && transition.label() != null) {
                    types.addAll(transition.label());
                }
            }
        }
        return types;
    }
}

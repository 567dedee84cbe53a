package dev.kubewasm.wit.syntax;

import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.grammar.WitParser;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ANTLRErrorStrategy;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.antlr.v4.runtime.tree.ParseTreeListener;

/** Tokens to syntax tree. */
public final class SyntaxParser {
    private SyntaxParser() {}

    /** The tree of {@code scanned}; none if the tokens are unfit or do not make one. */
    public static Parsed parse(Scanned scanned) {
        if (!scanned.diagnostics().isEmpty()) {
            return new Parsed(Optional.empty(), scanned.diagnostics());
        }
        // SLL is enough for a right file and faster; a wrong one is read again, with full context, to say what is
        // wrong.
        try {
            return read(
                    scanned,
                    parser(scanned, PredictionMode.SLL, new BailErrorStrategy()).witFile());
        } catch (ParseCancellationException wrong) {
            List<Diagnostic> errors = SyntaxErrors.find(scanned);
            return errors.isEmpty()
                    ? read(
                            scanned,
                            parser(scanned, PredictionMode.LL, new BailErrorStrategy())
                                    .witFile())
                    : new Parsed(Optional.empty(), errors);
        }
    }

    /** Tells {@code listener} of the rules and tokens of {@code scanned}, which must be one that {@link #parse} accepts. */
    public static void walk(Scanned scanned, ParseTreeListener listener) {
        WitParser parser = parser(scanned, PredictionMode.LL, new BailErrorStrategy());
        parser.setBuildParseTree(false);
        parser.addParseListener(listener);
        parser.witFile();
    }

    private static Parsed read(Scanned scanned, WitParser.WitFileContext tree) {
        TokenReader tokens = new TokenReader(scanned.source(), scanned.tokens());
        var file = new FileReader(tokens).file(tree);
        List<Diagnostic> diagnostics = tokens.diagnostics();
        return new Parsed(Optional.of(file), diagnostics);
    }

    private static WitParser parser(Scanned scanned, PredictionMode mode, ANTLRErrorStrategy errors) {
        WitParser parser = new WitParser(new CommonTokenStream(new ListTokenSource(scanned.tokens())));
        parser.removeErrorListeners();
        parser.setErrorHandler(errors);
        parser.getInterpreter().setPredictionMode(mode);
        return parser;
    }
}

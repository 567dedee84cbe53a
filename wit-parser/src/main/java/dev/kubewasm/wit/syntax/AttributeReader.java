package dev.kubewasm.wit.syntax;

import dev.kubewasm.wit.ast.Gate;
import dev.kubewasm.wit.ast.Id;
import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import dev.kubewasm.wit.diagnostics.Suggestions;
import dev.kubewasm.wit.grammar.WitParser;
import dev.kubewasm.wit.model.Attributes;
import dev.kubewasm.wit.model.SemVer;
import dev.kubewasm.wit.model.Stability;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/** Documentation and annotations in front of items. */
final class AttributeReader {
    private static final List<String> GATES = List.of("since", "unstable", "deprecated", "external-id");

    private final TokenReader tokens;

    AttributeReader(TokenReader tokens) {
        this.tokens = tokens;
    }

    /** The attributes of the item whose first token (of its gates, if any) is {@code first}. */
    Attributes attributes(Token first, List<WitParser.GateContext> contexts) {
        List<Gate> gates = new ArrayList<>();
        for (WitParser.GateContext context : contexts) {
            gate(context).ifPresent(gate -> {
                gates.stream()
                        .filter(other -> other.getClass() == gate.getClass())
                        .findFirst()
                        .ifPresent(other -> error(gate, "is written twice for one item"));
                gates.add(gate);
            });
        }
        return new Attributes(tokens.docs(first), stability(gates), externalId(gates));
    }

    private Stability stability(List<Gate> gates) {
        Optional<Gate.Since> since = first(gates, Gate.Since.class);
        Optional<Gate.Unstable> unstable = first(gates, Gate.Unstable.class);
        Optional<Gate.Deprecation> deprecated = first(gates, Gate.Deprecation.class);
        Optional<SemVer> until = deprecated.map(Gate.Deprecation::version);
        if (since.isPresent() && unstable.isPresent()) {
            error(unstable.get(), "cannot stand beside `@since`");
        }
        if (since.isPresent()) {
            return new Stability.Since(since.get().version(), until);
        }
        if (unstable.isPresent()) {
            return new Stability.Unstable(unstable.get().feature(), until);
        }
        deprecated.ifPresent(gate -> error(gate, "needs `@since` or `@unstable` beside it"));
        return Stability.UNKNOWN;
    }

    private static Optional<String> externalId(List<Gate> gates) {
        return first(gates, Gate.ExternalId.class).map(Gate.ExternalId::id);
    }

    private static <G extends Gate> Optional<G> first(List<Gate> gates, Class<G> type) {
        return gates.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    private Optional<Gate> gate(WitParser.GateContext context) {
        Id name = tokens.id(context.ID());
        WitParser.GateArgumentContext argument = context.gateArgument();
        return switch (name.name()) {
            case "since" -> version(name, argument).map(version -> new Gate.Since(version, name.span()));
            case "deprecated" -> version(name, argument).map(version -> new Gate.Deprecation(version, name.span()));
            case "unstable" ->
                field(argument, "feature") && argument.ID().size() == 2
                        ? Optional.of(
                                new Gate.Unstable(tokens.id(argument.ID(1)).name(), name.span()))
                        : wrong(argument, "@unstable(feature = the-feature)");
            case "external-id" ->
                argument.TEXT() != null
                        ? StringLiteral.read(tokens, argument.TEXT()).map(id -> new Gate.ExternalId(id, name.span()))
                        : wrong(argument, "@external-id(\"the id\")");
            default -> {
                tokens.add(Diagnostic.error(
                                DiagnosticCode.INVALID_GATE, name.span(), "there is no gate `@" + name.name() + "`")
                        .withHint(Suggestions.didYouMean(name.name(), GATES)));
                yield Optional.empty();
            }
        };
    }

    private Optional<SemVer> version(Id name, WitParser.GateArgumentContext argument) {
        if (field(argument, "version") && argument.VERSION() != null) {
            return Optional.of(tokens.version(argument.VERSION()));
        }
        return wrong(argument, "@" + name.name() + "(version = 1.0.0)");
    }

    private static boolean field(WitParser.GateArgumentContext argument, String name) {
        return argument.TEXT() == null && argument.ID(0).getText().equals(name);
    }

    private <T> Optional<T> wrong(WitParser.GateArgumentContext argument, String example) {
        tokens.add(Diagnostic.error(
                        DiagnosticCode.INVALID_GATE,
                        tokens.span(argument),
                        "`" + argument.getText() + "` is not what this gate takes")
                .withHint("write `" + example + "`"));
        return Optional.empty();
    }

    private void error(Gate gate, String what) {
        String name =
                switch (gate) {
                    case Gate.Since ignored -> "@since";
                    case Gate.Unstable ignored -> "@unstable";
                    case Gate.Deprecation ignored -> "@deprecated";
                    case Gate.ExternalId ignored -> "@external-id";
                };
        tokens.add(Diagnostic.error(DiagnosticCode.INVALID_GATE, gate.span(), "`" + name + "` " + what));
    }
}

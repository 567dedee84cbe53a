package dev.kubewasm.cli.explain;

import dev.kubewasm.cli.explain.PodAnswer.ImportAnswer;
import dev.kubewasm.cli.explain.PodAnswer.ProviderPod;
import dev.kubewasm.placement.explain.Explanations;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.wiring.ImportWiring;
import dev.kubewasm.placement.wiring.PodWiring;
import dev.kubewasm.placement.wiring.WiringProblem;
import dev.kubewasm.scheduler.core.PodExplanation;
import dev.kubewasm.scheduler.framework.NodeInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Explanations as they are printed. */
final class PodAnswers {
    private final Snapshot snapshot;

    /** @param snapshot knows where providers are */
    PodAnswers(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    PodAnswer of(PodKey pod, Optional<NodeName> boundTo, PodExplanation explanation) {
        CaseAnswer rules = CaseAnswer.of(pod.toString(), explanation.rules());
        Optional<PodOutcome.Unplaced> unplaced = explanation
                .placement()
                .filter(PodOutcome.Unplaced.class::isInstance)
                .map(PodOutcome.Unplaced.class::cast);
        List<String> chosen = chosen(explanation);
        return new PodAnswer(
                pod.toString(),
                boundTo.map(NodeName::value).orElse(null),
                chosen,
                message(pod, explanation, unplaced, chosen.isEmpty()),
                rules.nodes(),
                rules.scores(),
                imports(pod, explanation.wiring()),
                chosen.isEmpty()
                        ? unplaced.stream()
                                .flatMap(outcome -> outcome.remedies().stream())
                                .map(remedy -> Explanations.text(pod, remedy))
                                .toList()
                        : List.of(),
                rules.preempt());
    }

    private static List<String> chosen(PodExplanation explanation) {
        return explanation.linked()
                ? explanation.placement().stream()
                        .filter(PodOutcome.Placed.class::isInstance)
                        .map(placed -> ((PodOutcome.Placed) placed).node().value())
                        .toList()
                : explanation.rules().scores().stream()
                        .flatMap(scores -> scores.best().stream())
                        .map(NodeInfo::name)
                        .sorted()
                        .toList();
    }

    private static @Nullable String message(
            PodKey pod, PodExplanation explanation, Optional<PodOutcome.Unplaced> unplaced, boolean nowhere) {
        return nowhere
                ? unplaced.map(outcome -> Explanations.text(pod, outcome.reason()))
                        .or(() -> explanation.rules().message())
                        .orElse(null)
                : explanation.why().map(Explanations::text).orElse(null);
    }

    private List<ImportAnswer> imports(PodKey pod, PodWiring wiring) {
        List<ImportAnswer> answers = new ArrayList<>();
        wiring.forEach((container, imported, by) -> answers.add(answer(pod, container, imported, by)));
        return answers;
    }

    private ImportAnswer answer(PodKey pod, String container, String imported, ImportWiring wiring) {
        return switch (wiring) {
            case ImportWiring.Host(var _) -> simple(container, imported, "host", null);
            case ImportWiring.Container(String sibling) -> simple(container, imported, "container", sibling);
            case ImportWiring.Types() -> simple(container, imported, "types", null);
            case ImportWiring.Provider provider ->
                new ImportAnswer(
                        container,
                        imported,
                        "provider",
                        provider.policy().text(),
                        provider.workload().toString(),
                        provider.pods().stream().map(this::providerPod).toList(),
                        null);
            case ImportWiring.Unlinked(Optional<WiringProblem> problem) ->
                nobody(container, imported, problem.map(p -> why(pod, container, imported, p)));
            case ImportWiring.Failed(WiringProblem problem) ->
                nobody(container, imported, Optional.of(why(pod, container, imported, problem)));
        };
    }

    private static String why(PodKey pod, String container, String imported, WiringProblem problem) {
        return Explanations.text(pod, new PodWiring.Problem(container, imported, problem));
    }

    private static ImportAnswer simple(String container, String imported, String by, @Nullable String provider) {
        return new ImportAnswer(container, imported, by, null, provider, null, null);
    }

    private static ImportAnswer nobody(String container, String imported, Optional<String> why) {
        return new ImportAnswer(
                container, imported, "nobody", null, null, null, why.orElse("its link is none, by kube-wasm/links"));
    }

    private ProviderPod providerPod(PodKey key) {
        return new ProviderPod(
                key.name(),
                snapshot.pod(key)
                        .filter(PodFacts::occupies)
                        .map(provider -> provider.boundTo().value())
                        .orElse(null));
    }
}

package dev.kubewasm.cli.explain;

import dev.kubewasm.cli.explain.CaseAnswer.CandidateAnswer;
import dev.kubewasm.cli.explain.CaseAnswer.NodeAnswer;
import dev.kubewasm.cli.explain.CaseAnswer.PreemptAnswer;
import dev.kubewasm.cli.explain.CaseAnswer.ScoreAnswer;
import dev.kubewasm.cli.explain.PodAnswer.ImportAnswer;
import dev.kubewasm.cli.explain.PodAnswer.ProviderPod;
import dev.kubewasm.cli.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is said of a Pod, for people. */
final class PodText {
    private PodText() {}

    static String of(PodAnswer answer) {
        StringBuilder text = new StringBuilder(headline(answer)).append('\n');
        if (answer.message() != null) {
            text.append(answer.message()).append('\n');
        }
        if (!answer.nodes().isEmpty()) {
            text.append('\n').append(nodes(answer));
        }
        if (!answer.wiring().isEmpty()) {
            text.append('\n').append(wiring(answer.wiring()));
        }
        if (answer.preempt() != null && !answer.preempt().candidates().isEmpty()) {
            text.append('\n').append(preempt(answer.preempt()));
        }
        if (!answer.remedies().isEmpty()) {
            text.append("\nIt would fit if\n");
            answer.remedies().forEach(remedy -> text.append("- ").append(remedy).append('\n'));
        }
        return text.toString();
    }

    private static String headline(PodAnswer answer) {
        String first = answer.boundTo() == null
                ? "Pod " + answer.pod()
                : "Pod " + answer.pod() + " is bound to " + answer.boundTo() + "; if it were not, it";
        if (!answer.fits()) {
            return first + (answer.boundTo() == null ? " fits on no node." : " would fit on no node.");
        }
        String others = answer.chosen().size() == 1
                ? ""
                : " (as good: "
                        + String.join(
                                ", ", answer.chosen().subList(1, answer.chosen().size())) + ")";
        return first + (answer.boundTo() == null ? " goes to " : " would go to ")
                + answer.chosen().getFirst() + others + ".";
    }

    private static String nodes(PodAnswer answer) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("NODE", "TAKES IT", "SCORE", "WHY"));
        answer.nodes()
                .forEach(
                        (name, node) -> rows.add(row(name, node, answer.scores().get(name))));
        return Table.text(rows);
    }

    private static List<String> row(String name, NodeAnswer node, @Nullable ScoreAnswer score) {
        return List.of(
                name,
                node.fits() ? "yes" : "no",
                score == null ? "" : String.valueOf(score.total()),
                node.fits()
                        ? score == null ? "" : parts(score.byPlugin())
                        : node.rejectedBy() + ": " + String.join("; ", Objects.requireNonNull(node.reasons())));
    }

    private static String parts(Map<String, Long> byPlugin) {
        return byPlugin.entrySet().stream()
                .filter(part -> part.getValue() != 0)
                .map(part -> part.getKey() + " " + part.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String wiring(List<ImportAnswer> imports) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("CONTAINER", "IMPORT", "SERVED BY"));
        imports.forEach(imported -> rows.add(List.of(imported.container(), imported.imported(), served(imported))));
        return Table.text(rows);
    }

    private static String served(ImportAnswer imported) {
        return switch (imported.by()) {
            case "provider" -> imported.provider() + ", " + imported.policy() + ": " + pods(imported);
            case "container" -> "container " + imported.provider();
            case "types" -> "nobody needs to: types alone";
            case "nobody" -> "nobody: " + imported.why();
            default -> imported.by();
        };
    }

    private static String pods(ImportAnswer imported) {
        return Objects.requireNonNull(imported.pods()).stream()
                .map(PodText::pod)
                .collect(Collectors.joining(", "));
    }

    private static String pod(ProviderPod pod) {
        return pod.name() + (pod.node() == null ? " (waits for a node)" : " on " + pod.node());
    }

    private static String preempt(PreemptAnswer preempt) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("NODE", "PODS THAT COULD LEAVE", "AGAINST BUDGETS", "CHOSEN"));
        preempt.candidates().forEach((node, candidate) -> rows.add(row(node, candidate, preempt.chosen())));
        return Table.text(rows);
    }

    private static List<String> row(String node, CandidateAnswer candidate, List<String> chosen) {
        return List.of(
                node,
                String.join(", ", candidate.victims()),
                String.valueOf(candidate.pdbViolations()),
                chosen.contains(node) ? "yes" : "");
    }
}

package dev.kubewasm.cli.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kubewasm.scheduler.framework.Status;
import dev.kubewasm.scheduler.framework.profile.Explanation;
import dev.kubewasm.scheduler.framework.profile.Preemption;
import dev.kubewasm.scheduler.framework.profile.Scores;
import dev.kubewasm.scheduler.framework.profile.Victims;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is printed for a case.
 *
 * @param id of the case
 * @param nodes by name
 * @param scores of the nodes that take the Pod, by name
 * @param preempt if no node takes it
 */
record CaseAnswer(
        String id,
        SortedMap<String, NodeAnswer> nodes,
        SortedMap<String, ScoreAnswer> scores,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable PreemptAnswer preempt) {

    /** What the filters say of a node; the reasons are sorted. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record NodeAnswer(
            boolean fits,
            @Nullable String rejectedBy,
            @Nullable List<String> reasons,
            @Nullable String code) {}

    /** The score of a node; by plugin as it counts in the total. */
    record ScoreAnswer(long total, SortedMap<String, Long> byPlugin) {}

    /** What preemption could do; {@code chosen} has more than one only if they are alike. */
    record PreemptAnswer(boolean eligible, SortedMap<String, CandidateAnswer> candidates, List<String> chosen) {}

    /** Who would have to leave a node, the most important first. */
    record CandidateAnswer(List<String> victims, int pdbViolations) {}

    static CaseAnswer of(String id, Explanation explanation) {
        SortedMap<String, NodeAnswer> nodes = new TreeMap<>();
        explanation.nodes().forEach((name, status) -> nodes.put(name, node(status)));
        return new CaseAnswer(
                id,
                nodes,
                explanation.scores().map(CaseAnswer::scores).orElseGet(TreeMap::new),
                explanation.preemption().map(CaseAnswer::preempt).orElse(null));
    }

    private static NodeAnswer node(Status status) {
        return switch (status) {
            case Status.Fits _ -> new NodeAnswer(true, null, null, null);
            case Status.Rejected rejected ->
                new NodeAnswer(
                        false,
                        rejected.plugin(),
                        rejected.reasons().stream().sorted().toList(),
                        rejected.code().text());
        };
    }

    private static SortedMap<String, ScoreAnswer> scores(Scores scores) {
        SortedMap<String, ScoreAnswer> answers = new TreeMap<>();
        for (int i = 0; i < scores.nodes().size(); i++) {
            SortedMap<String, Long> byPlugin = new TreeMap<>();
            for (String plugin : scores.plugins()) {
                byPlugin.put(plugin, scores.of(plugin, i));
            }
            answers.put(scores.nodes().get(i).name(), new ScoreAnswer(scores.total(i), byPlugin));
        }
        return answers;
    }

    private static PreemptAnswer preempt(Preemption.Result result) {
        SortedMap<String, CandidateAnswer> candidates = new TreeMap<>();
        return switch (result) {
            case Preemption.Result.NotEligible _ -> new PreemptAnswer(false, candidates, List.of());
            case Preemption.Result.Eligible eligible -> {
                for (Victims victims : eligible.candidates()) {
                    candidates.put(
                            victims.node(),
                            new CandidateAnswer(
                                    victims.pods().stream()
                                            .map(pod -> pod.key().toString())
                                            .toList(),
                                    victims.pdbViolations()));
                }
                yield new PreemptAnswer(
                        true,
                        candidates,
                        eligible.best().stream().map(Victims::node).sorted().toList());
            }
        };
    }
}

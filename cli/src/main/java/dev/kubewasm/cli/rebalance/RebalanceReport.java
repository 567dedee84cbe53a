package dev.kubewasm.cli.rebalance;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.kubewasm.cli.report.Serialized;
import dev.kubewasm.placement.result.RebalancePlan;
import dev.kubewasm.placement.result.Score;
import dev.kubewasm.placement.solver.PlacementConstraints;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The answer of {@code kube-wasm rebalance}; as JSON it keeps {@code docs/rebalance-output.schema.json}.
 *
 * @param before what the placement lacks now
 * @param steps to be taken one after the other
 * @param after what it lacks then, the price of the moves included
 */
@JsonPropertyOrder({"before", "steps", "after"})
record RebalanceReport(Lack before, List<StepRow> steps, Lack after) {
    RebalanceReport {
        steps = List.copyOf(steps);
    }

    /**
     * What a placement lacks.
     *
     * @param hard whether it is usable: 0, or less
     * @param soft how good it is; 0 is best
     * @param penalties what each constraint takes
     */
    @JsonPropertyOrder({"hard", "soft", "penalties"})
    record Lack(long hard, long soft, SortedMap<String, Long> penalties) {
        Lack {
            penalties = new TreeMap<>(penalties);
        }

        private static Lack of(Score score) {
            return new Lack(score.hard(), score.soft(), score.penalties());
        }
    }

    /** Pods that are evicted together, what that gains and costs, and in which constraints. */
    @JsonPropertyOrder({"moves", "gain", "price", "why"})
    record StepRow(List<MoveRow> moves, long gain, long price, List<PartRow> why) {
        StepRow {
            moves = List.copyOf(moves);
            why = List.copyOf(why);
        }
    }

    /** A Pod, its node, and the node of its replacement. */
    @JsonPropertyOrder({"namespace", "name", "from", "to"})
    record MoveRow(String namespace, String name, String from, String to) {}

    /** What a constraint takes before the step and after it. */
    @JsonPropertyOrder({"constraint", "before", "after"})
    record PartRow(String constraint, long before, long after) {}

    static RebalanceReport of(RebalancePlan plan) {
        return new RebalanceReport(
                Lack.of(plan.before()),
                plan.steps().stream()
                        .map(step -> new StepRow(
                                step.moves().stream().map(RebalanceReport::row).toList(),
                                step.gain(),
                                step.price(),
                                step.why().stream()
                                        .map(part -> new PartRow(part.constraint(), part.before(), part.after()))
                                        .toList()))
                        .toList(),
                Lack.of(plan.after()));
    }

    private static MoveRow row(RebalancePlan.Move move) {
        return new MoveRow(
                move.pod().namespace(),
                move.pod().name(),
                move.from().value(),
                move.to().value());
    }

    /** As JSON, ending in a line end. */
    String json() {
        return Serialized.json(this);
    }

    /** For people. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            StepRow step = steps.get(i);
            text.append("Step %d gains %d for %d: %s\n"
                    .formatted(
                            i + 1,
                            step.gain(),
                            step.price(),
                            step.why().stream()
                                    .map(part -> part.constraint() + " " + part.before() + " -> " + part.after())
                                    .collect(Collectors.joining(", "))));
            for (MoveRow move : step.moves()) {
                text.append("  %s/%s: %s -> %s\n".formatted(move.namespace(), move.name(), move.from(), move.to()));
            }
        }
        if (steps.isEmpty()) {
            text.append("No move pays.\n");
        } else {
            text.append("The soft score goes from %d to %d, the price of the moves included.\n"
                    .formatted(before.soft(), after.soft()));
        }
        if (after.hard() < 0) {
            text.append("The placement %s unusable in places: %s\n"
                    .formatted(
                            steps.isEmpty() ? "is" : "stays",
                            after.penalties().entrySet().stream()
                                    .filter(part -> part.getKey().equals(PlacementConstraints.NODE_CAPACITY)
                                            || part.getKey().equals(PlacementConstraints.REQUIRED_LINK))
                                    .map(part -> part.getKey() + " takes " + part.getValue())
                                    .collect(Collectors.joining(", "))));
        }
        return text.toString();
    }
}

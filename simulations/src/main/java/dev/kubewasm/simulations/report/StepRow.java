package dev.kubewasm.simulations.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.kubewasm.placement.result.RebalancePlan;
import java.util.List;

/**
 * Pods that are moved together; each step is taken once all Pods of the one before are Ready.
 *
 * @param moves at least one
 * @param gain what the soft constraints take less after it
 * @param price what it costs to move
 */
@JsonPropertyOrder({"moves", "gain", "price"})
public record StepRow(List<MoveRow> moves, long gain, long price) {
    public StepRow {
        moves = List.copyOf(moves);
    }

    /** A Pod, {@code namespace/name}, that is evicted, its node, and that of its replacement. */
    @JsonPropertyOrder({"pod", "from", "to"})
    public record MoveRow(String pod, String from, String to) {}

    /** The rows of a plan. */
    public static List<StepRow> of(RebalancePlan plan) {
        return plan.steps().stream()
                .map(step -> new StepRow(
                        step.moves().stream()
                                .map(move -> new MoveRow(
                                        move.pod().toString(),
                                        move.from().value(),
                                        move.to().value()))
                                .toList(),
                        step.gain(),
                        step.price()))
                .toList();
    }
}

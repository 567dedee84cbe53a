package dev.kubewasm.scheduler.kubernetes;

import dev.kubewasm.placement.facts.DisruptionBudget;
import dev.kubewasm.placement.facts.DisruptionBudget.Limit;
import dev.kubewasm.placement.facts.LabelSelector;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** PodDisruptionBudgets as facts. */
public final class DisruptionBudgets {
    private DisruptionBudgets() {}

    /**
     * What there is to know of {@code budget}; empty if it covers no Pods, for want of a selector.
     *
     * @throws IllegalArgumentException if it isn't one that the API server would store; the message names the field
     */
    public static Optional<DisruptionBudget> observe(PodDisruptionBudget budget) {
        ObjectMeta meta = budget.getMetadata();
        PodDisruptionBudgetSpec spec = budget.getSpec();
        if (spec == null || spec.getSelector() == null) {
            return Optional.empty();
        }
        if (spec.getMinAvailable() != null && spec.getMaxUnavailable() != null) {
            throw new IllegalArgumentException("`spec.minAvailable` and `spec.maxUnavailable` exclude each other");
        }
        List<String> problems = new ArrayList<>();
        LabelSelector selector = LabelSelectors.of(spec.getSelector(), "`spec.selector.matchExpressions`", problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.getFirst());
        }
        boolean max = spec.getMaxUnavailable() != null;
        String field = max ? "spec.maxUnavailable" : "spec.minAvailable";
        Amount amount = amount(field, max ? spec.getMaxUnavailable() : spec.getMinAvailable());
        return Optional.of(new DisruptionBudget(
                String.valueOf(meta.getNamespace()),
                meta.getName(),
                selector,
                max ? Limit.MAX_UNAVAILABLE : Limit.MIN_AVAILABLE,
                amount.value(),
                amount.percent()));
    }

    private record Amount(int value, boolean percent) {}

    /** A budget without a limit asks for no Pod to be available. */
    private static Amount amount(String field, @Nullable IntOrString limit) {
        if (limit == null) {
            return new Amount(0, false);
        }
        String text = String.valueOf(limit.getValue());
        boolean percent = text.endsWith("%");
        try {
            int value = Integer.parseInt(percent ? text.substring(0, text.length() - 1) : text);
            if (value >= 0 && (!percent || value <= 100)) {
                return new Amount(value, percent);
            }
        } catch (NumberFormatException _) {
            // Told below, with those out of range.
        }
        throw new IllegalArgumentException(
                "`" + field + "` is `" + text + "`, must be a number of Pods or a percentage from 0% to 100%");
    }
}

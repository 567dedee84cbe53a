package dev.kubewasm.scheduler.kubernetes;

import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.LabelSelector.Operator;
import dev.kubewasm.placement.facts.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code metav1.LabelSelector}: without one nothing is selected, by an empty one everything. */
final class LabelSelectors {
    private static final Map<String, Operator> OPERATORS = Map.of(
            "In", Operator.IN,
            "NotIn", Operator.NOT_IN,
            "Exists", Operator.EXISTS,
            "DoesNotExist", Operator.DOES_NOT_EXIST);

    private LabelSelectors() {}

    static LabelSelector of(
            io.fabric8.kubernetes.api.model.@Nullable LabelSelector selector, String where, List<String> problems) {
        if (selector == null) {
            return LabelSelector.NOTHING;
        }
        List<Requirement> requirements = new ArrayList<>();
        Maps.sorted(selector.getMatchLabels()).forEach((key, value) -> requirements.add(equal(key, value)));
        for (var expression : Maps.list(selector.getMatchExpressions())) {
            @Nullable Operator operator = OPERATORS.get(String.valueOf(expression.getOperator()));
            if (operator == null || expression.getKey() == null) {
                problems.add(where + ": operator '" + expression.getOperator()
                        + "' is none of In, NotIn, Exists, DoesNotExist");
                return LabelSelector.NOTHING;
            }
            requirements.add(new Requirement(expression.getKey(), operator, Maps.list(expression.getValues())));
        }
        return new LabelSelector(requirements);
    }

    /**
     * {@code selector} narrowed to Pods that have the same ({@code operator IN}) or another ({@code NOT_IN}) value of
     * {@code keys} as {@code labels} say; a key that isn't there is left out. The API server does it for affinity when it stores a
     * Pod, and the value stays though the Pod's label may change; objects that didn't pass through one need it here.
     */
    static LabelSelector withKeys(
            LabelSelector selector, @Nullable List<String> keys, Operator operator, Map<String, String> labels) {
        List<Requirement> requirements = new ArrayList<>(selector.requirements());
        for (String key : Maps.list(keys)) {
            @Nullable String value = labels.get(key);
            if (value != null && selector.requirements().stream().noneMatch(r -> isStored(r, key, operator))) {
                requirements.add(new Requirement(key, operator, List.of(value)));
            }
        }
        return new LabelSelector(requirements);
    }

    /**
     * {@code selector} narrowed to Pods that have the same values of {@code keys} as {@code labels} say, as kube-scheduler does
     * for spread constraints: whatever the selector says of the keys, and though it selects nothing of itself.
     */
    static LabelSelector withSame(LabelSelector selector, @Nullable List<String> keys, Map<String, String> labels) {
        List<Requirement> same = Maps.list(keys).stream()
                .filter(labels::containsKey)
                .map(key -> equal(key, labels.getOrDefault(key, "")))
                .toList();
        if (same.isEmpty()) {
            return selector;
        }
        List<Requirement> requirements =
                new ArrayList<>(selector.equals(LabelSelector.NOTHING) ? List.of() : selector.requirements());
        same.stream().filter(requirement -> !requirements.contains(requirement)).forEach(requirements::add);
        return new LabelSelector(requirements);
    }

    /** Whether {@code requirement} is as the API server writes it; any other about the key is the Pod's own, beside it. */
    private static boolean isStored(Requirement requirement, String key, Operator operator) {
        return requirement.key().equals(key)
                && requirement.operator() == operator
                && requirement.values().size() == 1;
    }

    /** A selector of these labels; without any it selects nothing. */
    static LabelSelector equal(Map<String, String> labels) {
        List<Requirement> requirements = new ArrayList<>();
        labels.forEach((key, value) -> requirements.add(equal(key, value)));
        return requirements.isEmpty() ? LabelSelector.NOTHING : new LabelSelector(requirements);
    }

    private static Requirement equal(String key, String value) {
        return new Requirement(key, Operator.IN, List.of(value));
    }
}

package dev.kubewasm.scheduler.kubernetes;

import dev.kubewasm.placement.facts.Taint.Effect;
import dev.kubewasm.placement.facts.Toleration;
import dev.kubewasm.placement.facts.Toleration.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code spec.tolerations}, and the effects of taints. */
final class Tolerations {
    private Tolerations() {}

    static List<Toleration> of(List<io.fabric8.kubernetes.api.model.Toleration> tolerations, List<String> problems) {
        List<Toleration> read = new ArrayList<>();
        for (io.fabric8.kubernetes.api.model.Toleration toleration : tolerations) {
            String key = orEmpty(toleration.getKey());
            String operator = orEmpty(toleration.getOperator());
            String effectText = orEmpty(toleration.getEffect());
            Optional<Effect> effect = effect(effectText);
            if (!effectText.isEmpty() && effect.isEmpty()) {
                problems.add("toleration of '" + key + "': effect '" + effectText + "' is not known");
                continue;
            }
            switch (operator) {
                case "Exists" -> read.add(new Toleration(key, Operator.EXISTS, "", effect));
                case "", "Equal" ->
                    read.add(new Toleration(key, Operator.EQUAL, orEmpty(toleration.getValue()), effect));
                default ->
                    problems.add("toleration of '" + key + "': operator '" + operator
                            + "' is not supported, only Equal and Exists are");
            }
        }
        return read;
    }

    /** The effect that Kubernetes spells so. */
    static Optional<Effect> effect(String text) {
        return Arrays.stream(Effect.values()).filter(e -> e.text().equals(text)).findFirst();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}

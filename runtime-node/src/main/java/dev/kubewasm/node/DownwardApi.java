package dev.kubewasm.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What of a Pod its containers can be told: kubernetes.io, concepts/workloads/pods/downward-api. */
final class DownwardApi {
    private DownwardApi() {}

    /** The value of a field; empty if this node can't tell it. */
    static Optional<String> field(Pod pod, String path) {
        return switch (path) {
            case "metadata.name" -> Optional.of(pod.getMetadata().getName());
            case "metadata.namespace" -> Optional.of(pod.getMetadata().getNamespace());
            case "metadata.uid" -> Optional.ofNullable(pod.getMetadata().getUid());
            case "spec.nodeName" -> Optional.ofNullable(pod.getSpec().getNodeName());
            case "spec.serviceAccountName" ->
                Optional.of(Objects.requireNonNullElse(pod.getSpec().getServiceAccountName(), "default"));
            case "metadata.labels" -> Optional.of(lines(pod.getMetadata().getLabels()));
            case "metadata.annotations" -> Optional.of(lines(pod.getMetadata().getAnnotations()));
            default -> keyed(pod, path);
        };
    }

    /** {@code metadata.labels['KEY']} and {@code metadata.annotations['KEY']}; a key that isn't there is empty. */
    private static Optional<String> keyed(Pod pod, String path) {
        for (String field : List.of("metadata.labels", "metadata.annotations")) {
            if (path.startsWith(field + "['") && path.endsWith("']")) {
                String key = path.substring(field.length() + 2, path.length() - 2);
                Map<String, String> map = field.endsWith("labels")
                        ? pod.getMetadata().getLabels()
                        : pod.getMetadata().getAnnotations();
                return Optional.of(map == null ? "" : map.getOrDefault(key, ""));
            }
        }
        return Optional.empty();
    }

    /** As files of the downward API have them: {@code KEY="VALUE"}, by key. */
    private static String lines(@Nullable Map<String, String> map) {
        return map == null
                ? ""
                : map.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(e -> e.getKey() + "=\""
                                + e.getValue().replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                        .collect(Collectors.joining("\n"));
    }

    /**
     * A request or limit of a container in units of {@code divisor}, rounded up; empty if {@code resource} names none. One
     * that isn't set is 0.
     */
    static Optional<String> resource(Container container, String resource, @Nullable Quantity divisor) {
        int dot = resource.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        Map<String, Quantity> all =
                switch (resource.substring(0, dot)) {
                    case "requests" ->
                        container.getResources() == null
                                ? Map.of()
                                : container.getResources().getRequests();
                    case "limits" ->
                        container.getResources() == null
                                ? Map.of()
                                : container.getResources().getLimits();
                    default -> null;
                };
        String name = resource.substring(dot + 1);
        if (all == null || !List.of("cpu", "memory", "ephemeral-storage").contains(name)) {
            return Optional.empty();
        }
        BigDecimal amount = all.containsKey(name) ? all.get(name).getNumericalAmount() : BigDecimal.ZERO;
        BigDecimal unit = divisor == null ? BigDecimal.ONE : divisor.getNumericalAmount();
        return Optional.of(amount.divide(unit.signum() == 0 ? BigDecimal.ONE : unit, 0, RoundingMode.CEILING)
                .toPlainString());
    }
}

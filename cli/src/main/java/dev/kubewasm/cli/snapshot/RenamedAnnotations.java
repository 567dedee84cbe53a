package dev.kubewasm.cli.snapshot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubewasm.placement.annotations.ConsumersAnnotation;
import dev.kubewasm.placement.annotations.Parsed;
import dev.kubewasm.placement.annotations.ProvidersAnnotation;
import dev.kubewasm.placement.annotations.WitAnnotation;
import dev.kubewasm.placement.annotations.WitConfigMapAnnotation;
import dev.kubewasm.placement.facts.Consumers;
import dev.kubewasm.placement.facts.LabelSelector.Requirement;
import dev.kubewasm.placement.facts.Pins;
import dev.kubewasm.placement.facts.WorkloadPin;
import dev.kubewasm.scheduler.framework.volume.VolumePlan;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Annotations that hold names, with others in their place. One that can't be read holds none: it can't be read still. */
final class RenamedAnnotations {
    private static final String UNREADABLE = "?";
    private static final String STORAGE_CLASS = "volume.beta.kubernetes.io/storage-class";

    private final UnaryOperator<String> name;
    private final BinaryOperator<String> label;

    /**
     * @param name the other name of an object
     * @param label the other value of a label, by key and value
     */
    RenamedAnnotations(UnaryOperator<String> name, BinaryOperator<String> label) {
        this.name = name;
        this.label = label;
    }

    ObjectNode of(ObjectNode annotations) {
        ObjectNode renamed = annotations.objectNode();
        annotations.properties().forEach(entry -> {
            String key = entry.getKey();
            String container = WitAnnotation.keyFor("");
            renamed.put(
                    key.startsWith(container)
                            ? WitAnnotation.keyFor(name.apply(key.substring(container.length())))
                            : key,
                    value(key, entry.getValue().asText()));
        });
        return renamed;
    }

    private String value(String key, String value) {
        return switch (key) {
            case ProvidersAnnotation.KEY -> providers(value);
            case ConsumersAnnotation.KEY -> consumers(value);
            case WitConfigMapAnnotation.KEY -> configMap(value);
            case VolumePlan.SELECTED_NODE, STORAGE_CLASS -> name.apply(value);
            default -> value;
        };
    }

    private String providers(String value) {
        return ProvidersAnnotation.parse(value) instanceof Parsed.Valid<Pins>(Pins pins)
                ? pins.byPattern().entrySet().stream()
                        .map(pin -> pin.getKey() + "=" + renamed(pin.getValue()))
                        .collect(Collectors.joining(","))
                : UNREADABLE;
    }

    private WorkloadPin renamed(WorkloadPin pin) {
        return new WorkloadPin(pin.namespace().map(name), pin.kind(), name.apply(pin.name()));
    }

    private String consumers(String value) {
        if (!(ConsumersAnnotation.parse(value) instanceof Parsed.Valid<Consumers>(Consumers consumers))) {
            return UNREADABLE;
        }
        String selector = consumers.selector().requirements().stream()
                .map(this::requirement)
                .collect(Collectors.joining(","));
        return consumers.namespaces().isEmpty()
                ? selector
                : selector + "; namespaces="
                        + consumers.namespaces().stream().map(name).collect(Collectors.joining(","));
    }

    private String requirement(Requirement requirement) {
        return switch (requirement.operator()) {
            case EXISTS -> requirement.key();
            case DOES_NOT_EXIST -> "!" + requirement.key();
            case IN -> requirement.key() + " in " + values(requirement);
            case NOT_IN -> requirement.key() + " notin " + values(requirement);
        };
    }

    private String values(Requirement requirement) {
        List<String> renamed = requirement.values().stream()
                .map(value -> label.apply(requirement.key(), value))
                .toList();
        return "(" + String.join(",", renamed) + ")";
    }

    private String configMap(String value) {
        return WitConfigMapAnnotation.parse(value) instanceof Parsed.Valid<WitConfigMapAnnotation.Entry>(var entry)
                ? name.apply(entry.name()) + "/" + entry.key()
                : UNREADABLE;
    }
}

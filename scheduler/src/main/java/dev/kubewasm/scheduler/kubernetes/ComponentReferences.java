package dev.kubewasm.scheduler.kubernetes;

import dev.kubewasm.placement.annotations.Parsed;
import dev.kubewasm.placement.annotations.WitAnnotation;
import dev.kubewasm.placement.annotations.WitConfigMapAnnotation;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.scheduler.port.ComponentReference;
import dev.kubewasm.scheduler.port.ComponentReference.WitLocation;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which containers of a Pod run components, and where their worlds are. A Pod runs components if its node selector
 * (which its RuntimeClass gave it) names a WebAssembly runtime, or if it carries WIT; then all its containers do.
 */
final class ComponentReferences {
    private ComponentReferences() {}

    static List<ComponentReference> of(
            PodSpec spec, String namespace, Map<String, String> annotations, List<String> problems) {
        Map<String, String> nodeSelector = Maps.sorted(spec.getNodeSelector());
        List<String> witKeys =
                annotations.keySet().stream().filter(ComponentReferences::isWit).toList();
        if (!nodeSelector.containsKey(NodeFacts.RUNTIME_LABEL) && witKeys.isEmpty()) {
            return List.of();
        }
        List<Container> containers = containers(spec).toList();
        List<String> known = new ArrayList<>();
        containers.forEach(container -> known.add(WitAnnotation.keyFor(container.getName())));
        for (String key : witKeys) {
            boolean general = key.equals(WitAnnotation.KEY) || key.equals(WitConfigMapAnnotation.KEY);
            if (general && containers.size() > 1) {
                problems.add("annotation " + key + " is for a Pod of one container, this one has " + containers.size()
                        + ": write " + known);
            } else if (!general && !known.contains(key)) {
                problems.add("annotation " + key + " names no container of the Pod: write one of " + known);
            }
        }
        Optional<String> world = valid(
                Optional.ofNullable(annotations.get(WitAnnotation.WORLD_KEY)).map(WitAnnotation::parseWorld), problems);
        List<String> pullSecrets = Maps.list(spec.getImagePullSecrets()).stream()
                .map(LocalObjectReference::getName)
                .filter(Objects::nonNull)
                .toList();
        return containers.stream()
                .map(container -> new ComponentReference(
                        namespace,
                        container.getName(),
                        container.getImage() == null ? "" : container.getImage(),
                        location(container.getName(), annotations, problems),
                        world,
                        pullSecrets))
                .toList();
    }

    /** All that may run components: init containers, sidecars among them, and then the others. */
    static Stream<Container> containers(PodSpec spec) {
        return Stream.concat(Maps.list(spec.getInitContainers()).stream(), Maps.list(spec.getContainers()).stream());
    }

    private static boolean isWit(String key) {
        return key.equals(WitAnnotation.KEY)
                || key.equals(WitConfigMapAnnotation.KEY)
                || key.startsWith(WitAnnotation.keyFor(""));
    }

    private static Optional<WitLocation> location(
            String container, Map<String, String> annotations, List<String> problems) {
        for (String key : List.of(WitAnnotation.keyFor(container), WitAnnotation.KEY)) {
            String text = annotations.get(key);
            if (text != null) {
                return Optional.of(new WitLocation.Inline(key, text));
            }
        }
        return valid(
                        Optional.ofNullable(annotations.get(WitConfigMapAnnotation.KEY))
                                .map(WitConfigMapAnnotation::parse),
                        problems)
                .map(WitLocation.InConfigMap::new);
    }

    private static <T> Optional<T> valid(Optional<Parsed<T>> parsed, List<String> problems) {
        if (parsed.isEmpty()) {
            return Optional.empty();
        }
        return switch (parsed.get()) {
            case Parsed.Valid<T>(T value) -> Optional.of(value);
            case Parsed.Invalid<T> invalid -> {
                if (!problems.contains(invalid.message())) {
                    problems.add(invalid.message());
                }
                yield Optional.empty();
            }
        };
    }
}

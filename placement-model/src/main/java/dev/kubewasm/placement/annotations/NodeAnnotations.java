package dev.kubewasm.placement.annotations;

import dev.kubewasm.placement.facts.HostCapabilities;
import dev.kubewasm.placement.facts.HostInterface;
import dev.kubewasm.placement.facts.WasmFeature;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What all annotations of a Node say together. */
public final class NodeAnnotations {
    private NodeAnnotations() {}

    /** The capabilities in {@code annotations}; what is not there is undeclared. The first bad value is named. */
    public static Parsed<HostCapabilities> hostCapabilities(Map<String, String> annotations) {
        Parsed<Optional<List<HostInterface>>> interfaces = annotations.containsKey(HostInterfacesAnnotation.KEY)
                ? HostInterfacesAnnotation.parse(annotations.getOrDefault(HostInterfacesAnnotation.KEY, ""))
                        .map(Optional::of)
                : new Parsed.Valid<>(Optional.empty());
        Parsed<Optional<Set<WasmFeature>>> features = annotations.containsKey(WasmFeaturesAnnotation.KEY)
                ? WasmFeaturesAnnotation.parse(annotations.getOrDefault(WasmFeaturesAnnotation.KEY, ""))
                        .map(Optional::of)
                : new Parsed.Valid<>(Optional.empty());
        return interfaces.flatMap(i -> features.map(f -> new HostCapabilities(i, f)));
    }

    /** What the node costs by {@code annotations}; 0 where they don't say. */
    public static Parsed<Long> cost(Map<String, String> annotations) {
        return annotations.containsKey(CostAnnotation.KEY)
                ? CostAnnotation.parse(annotations.getOrDefault(CostAnnotation.KEY, ""))
                : new Parsed.Valid<>(0L);
    }
}

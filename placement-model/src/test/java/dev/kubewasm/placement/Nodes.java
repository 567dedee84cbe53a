package dev.kubewasm.placement;

import dev.kubewasm.placement.annotations.HostInterfacesAnnotation;
import dev.kubewasm.placement.annotations.Parsed;
import dev.kubewasm.placement.facts.HostCapabilities;
import dev.kubewasm.placement.facts.HostInterface;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.Taint;
import dev.kubewasm.placement.facts.WasmFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Builds nodes for tests: runtime nodes with 4 CPUs, 8 GiB and room for 110 Pods. */
public final class Nodes {
    private final String name;
    private final TreeMap<String, String> labels = new TreeMap<>(Map.of(NodeFacts.RUNTIME_LABEL, "jvm"));
    private final List<Taint> taints = new ArrayList<>();
    private boolean unschedulable;
    private Resources allocatable = Resources.of(4000, 8L << 30).with(ResourceName.PODS, 110);
    private Optional<List<HostInterface>> interfaces = Optional.of(List.of());
    private Optional<Set<WasmFeature>> features = Optional.empty();

    private long cost;
    private Set<String> images = Set.of();

    private Nodes(String name) {
        this.name = name;
    }

    public static Nodes node(String name) {
        return new Nodes(name);
    }

    public Nodes cpu(long milli) {
        return has("cpu", milli);
    }

    public Nodes has(String resource, long amount) {
        allocatable = allocatable.with(new ResourceName(resource), amount);
        return this;
    }

    public Nodes label(String key, String value) {
        labels.put(key, value);
        return this;
    }

    public Nodes runtime(String value) {
        return label(NodeFacts.RUNTIME_LABEL, value);
    }

    public Nodes noRuntime() {
        labels.remove(NodeFacts.RUNTIME_LABEL);
        return this;
    }

    public Nodes taint(String key, String value, Taint.Effect effect) {
        taints.add(new Taint(key, value, effect));
        return this;
    }

    public Nodes zone(String value) {
        return label(NodeFacts.ZONE_LABEL, value);
    }

    public Nodes cost(long value) {
        cost = value;
        return this;
    }

    public Nodes images(String... names) {
        images = Set.of(names);
        return this;
    }

    public Nodes cordoned() {
        unschedulable = true;
        return this;
    }

    /** Host interfaces as the annotation writes them. */
    public Nodes hosts(String annotation) {
        interfaces =
                Optional.of(((Parsed.Valid<List<HostInterface>>) HostInterfacesAnnotation.parse(annotation)).value());
        return this;
    }

    public Nodes undeclared() {
        interfaces = Optional.empty();
        return this;
    }

    public Nodes features(String... names) {
        features = Optional.of(
                Set.copyOf(List.of(names).stream().map(WasmFeature::new).toList()));
        return this;
    }

    public NodeFacts build() {
        return new NodeFacts(
                new NodeName(name),
                labels,
                taints,
                unschedulable,
                allocatable,
                new HostCapabilities(interfaces, features),
                cost,
                images);
    }
}

package dev.kubewasm.placement.facts;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A node as a placement decision sees it.
 *
 * @param name its name
 * @param labels its labels
 * @param taints its taints
 * @param unschedulable {@code spec.unschedulable}: cordoned
 * @param allocatable what Pods may take in all, {@link ResourceName#PODS} included
 * @param host what it can run as WebAssembly
 */
public record NodeFacts(
        NodeName name,
        SortedMap<String, String> labels,
        List<Taint> taints,
        boolean unschedulable,
        Resources allocatable,
        HostCapabilities host) {
    /** Label (and taint) key that says which WebAssembly runtime serves the node. */
    public static final String RUNTIME_LABEL = "kube-wasm/runtime";

    /** Value of {@link #RUNTIME_LABEL} on nodes that link components of different Pods. */
    public static final String LINKING_RUNTIME = "jvm";

    public NodeFacts {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        taints = List.copyOf(taints);
    }

    /** The WebAssembly runtime that serves the node, if its label names one. */
    public Optional<String> runtime() {
        return Optional.ofNullable(labels.get(RUNTIME_LABEL));
    }
}

package dev.kubewasm.placement.facts;

import dev.kubewasm.wit.model.InterfaceName;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A node as a placement decision sees it.
 *
 * @param name its name
 * @param labels its labels
 * @param taints its taints
 * @param unschedulable {@code spec.unschedulable}: cordoned
 * @param allocatable what Pods may take in all, {@link ResourceName#PODS} included
 * @param host what it can run as WebAssembly
 * @param cost what it costs to have it in use, 0 to {@link #MAX_COST}, in a unit that all nodes share; 0 if unknown
 * @param images names of the images that are there already, as the node reports them
 */
public record NodeFacts(
        NodeName name,
        SortedMap<String, String> labels,
        List<Taint> taints,
        boolean unschedulable,
        Resources allocatable,
        HostCapabilities host,
        long cost,
        Set<String> images) {
    /** Label (and taint) key that says which WebAssembly runtime serves the node. */
    public static final String RUNTIME_LABEL = "kube-wasm/runtime";

    /** Value of {@link #RUNTIME_LABEL} on nodes that link components of different Pods. */
    public static final String LINKING_RUNTIME = "jvm";

    /** Label key of the zone that the node is in. */
    public static final String ZONE_LABEL = "topology.kubernetes.io/zone";

    /** The largest cost. */
    public static final long MAX_COST = 1_000_000;

    /** Namespace of the interfaces that hosts supply by their nature. */
    public static final String WASI = "wasi";

    public NodeFacts {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        taints = List.copyOf(taints);
        images = Collections.unmodifiableSet(new TreeSet<>(images));
        if (cost < 0 || cost > MAX_COST) {
            throw new IllegalArgumentException(
                    "the cost of node " + name + " is " + cost + ", must be from 0 to " + MAX_COST);
        }
    }

    /** A node of unknown cost that has no images. */
    public NodeFacts(
            NodeName name,
            SortedMap<String, String> labels,
            List<Taint> taints,
            boolean unschedulable,
            Resources allocatable,
            HostCapabilities host) {
        this(name, labels, taints, unschedulable, allocatable, host, 0, Set.of());
    }

    /** The same node at another cost. */
    public NodeFacts withCost(long other) {
        return new NodeFacts(name, labels, taints, unschedulable, allocatable, host, other, images);
    }

    /** The zone it is in, if its label names one. */
    public Optional<String> zone() {
        return Optional.ofNullable(labels.get(ZONE_LABEL));
    }

    /** The WebAssembly runtime that serves the node, if its label names one. */
    public Optional<String> runtime() {
        return Optional.ofNullable(labels.get(RUNTIME_LABEL));
    }

    /** Whether the node links components of different Pods (and of different containers of a Pod). */
    public boolean links() {
        return runtime().filter(LINKING_RUNTIME::equals).isPresent();
    }

    /**
     * Whether the node itself serves an import of {@code wanted}. A node of a containerd shim that lists no host
     * interfaces serves {@code wasi}, which such nodes do without saying so.
     */
    public boolean supplies(InterfaceName wanted) {
        return host.interfaces()
                .map(listed -> listed.stream().anyMatch(entry -> entry.serves(wanted)))
                .orElseGet(
                        () -> wanted.pkg().namespace().equals(WASI) && runtime().isPresent() && !links());
    }
}

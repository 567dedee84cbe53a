package dev.kubewasm.placement.facts;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a node says about the components it can run.
 *
 * @param interfaces the host interfaces it lists; absent if it has no such annotation. A node of a containerd shim
 *     that lists none is taken to supply {@code wasi}, which such nodes do without saying so
 * @param wasmFeatures the core features its engine takes; absent if it has no such annotation: then they are not
 *     checked
 */
public record HostCapabilities(Optional<List<HostInterface>> interfaces, Optional<Set<WasmFeature>> wasmFeatures) {
    /** A node that says nothing. */
    public static final HostCapabilities UNDECLARED = new HostCapabilities(Optional.empty(), Optional.empty());

    public HostCapabilities {
        interfaces = interfaces.map(List::copyOf);
        wasmFeatures = wasmFeatures.map(features -> java.util.Collections.unmodifiableSet(new TreeSet<>(features)));
    }
}

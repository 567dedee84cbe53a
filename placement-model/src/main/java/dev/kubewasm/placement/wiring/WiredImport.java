package dev.kubewasm.placement.wiring;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.WorkloadRef;
import java.util.Optional;

/** Who serves one import of a placed Pod. */
public sealed interface WiredImport {
    /** The node itself. */
    record Host() implements WiredImport {}

    /** Another container of the same Pod, named {@code container}. */
    record Container(String container) implements WiredImport {}

    /** Nobody needs to: it brings types alone and no functions. */
    record Types() implements WiredImport {}

    /**
     * A workload.
     *
     * @param workload the provider
     * @param pod the Pod of it on the same node; empty only for a preferred link without one there
     */
    record Provider(WorkloadRef workload, Optional<PodKey> pod) implements WiredImport {}

    /** Nobody, by the link's policy: calls trap. */
    record Nobody() implements WiredImport {}
}

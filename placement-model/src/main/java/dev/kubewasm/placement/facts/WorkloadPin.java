package dev.kubewasm.placement.facts;

import java.util.Locale;
import java.util.Optional;

/**
 * A workload named by a Pod as the provider it wants.
 *
 * @param namespace if other than the Pod's own
 * @param kind in lower case, for example {@code deployment}
 * @param name its name
 */
public record WorkloadPin(Optional<String> namespace, String kind, String name) {
    /** Whether {@code workload} is meant by a Pod in {@code podNamespace}. */
    public boolean names(WorkloadRef workload, String podNamespace) {
        return workload.namespace().equals(namespace.orElse(podNamespace))
                && workload.kind().toLowerCase(Locale.ROOT).equals(kind)
                && workload.name().equals(name);
    }

    @Override
    public String toString() {
        return namespace.map(n -> n + "/").orElse("") + kind + "/" + name;
    }
}

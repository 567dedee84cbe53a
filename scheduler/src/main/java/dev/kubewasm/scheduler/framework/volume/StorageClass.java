package dev.kubewasm.scheduler.framework.volume;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A StorageClass.
 *
 * @param name its name
 * @param provisioner who makes its volumes
 * @param waitsForConsumer {@code WaitForFirstConsumer}: claims wait until a Pod that uses them has a node
 * @param allowedTopologies where volumes can be made; each term names values of labels, and one of the terms must hold;
 *     none: everywhere
 */
public record StorageClass(
        String name, String provisioner, boolean waitsForConsumer, List<List<TopologyRequirement>> allowedTopologies) {
    private static final String NO_PROVISIONER = "kubernetes.io/no-provisioner";

    public StorageClass {
        allowedTopologies = allowedTopologies.stream().map(List::copyOf).toList();
    }

    /** One of {@code values} must be the value of label {@code key}. */
    public record TopologyRequirement(String key, Set<String> values) {
        public TopologyRequirement {
            values = Set.copyOf(values);
        }
    }

    /** Whether volumes are made when they are asked for. */
    boolean provisions() {
        return !provisioner.isEmpty() && !provisioner.equals(NO_PROVISIONER);
    }

    /** Whether volumes can be made for a node with these labels. A term that requires nothing allows nothing. */
    boolean allows(Map<String, String> labels) {
        return allowedTopologies.isEmpty()
                || allowedTopologies.stream()
                        .anyMatch(term -> !term.isEmpty()
                                && term.stream().allMatch(required -> {
                                    String value = labels.get(required.key());
                                    return value != null && required.values().contains(value);
                                }));
    }
}

package dev.kubewasm.placement.affinity.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which containers each machine runs, by name: the published format.
 *
 * @param containers machine to its containers; a machine that isn't named runs none
 */
public record ContainerPlacement(Map<String, List<String>> containers) {
    /** No container anywhere. */
    public static final ContainerPlacement EMPTY = new ContainerPlacement(Map.of());

    public ContainerPlacement {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        containers.forEach((machine, names) -> copy.put(machine, List.copyOf(names)));
        containers = Collections.unmodifiableMap(copy);
    }
}

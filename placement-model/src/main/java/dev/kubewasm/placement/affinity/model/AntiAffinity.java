package dev.kubewasm.placement.affinity.model;

import java.util.List;

/**
 * At most one container out of these services on each machine.
 *
 * @param services the services' indices, ascending, no duplicates
 */
public record AntiAffinity(List<Integer> services) {
    public AntiAffinity {
        services = services.stream().sorted().distinct().toList();
    }
}

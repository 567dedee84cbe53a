package dev.kubewasm.scheduler.framework.volume;

import java.util.Map;
import java.util.Set;

/**
 * A CSINode: what the drivers on a node say of it.
 *
 * @param name of the node
 * @param limits how many volumes of a driver it takes, by the driver's name; drivers without a limit are left out
 * @param migrated names of the in-tree plugins whose volumes a driver serves there
 */
public record CsiNode(String name, Map<String, Integer> limits, Set<String> migrated) {
    public CsiNode {
        limits = Map.copyOf(limits);
        migrated = Set.copyOf(migrated);
    }
}

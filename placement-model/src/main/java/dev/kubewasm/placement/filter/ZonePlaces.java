package dev.kubewasm.placement.filter;

import dev.kubewasm.placement.facts.NodeFacts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which nodes are in which zone, the zones numbered in the order of the nodes. */
public final class ZonePlaces {
    private static final int NONE = -1;

    private final int[] zoneOf;
    private final List<String> names = new ArrayList<>();

    ZonePlaces(List<NodeFacts> nodes) {
        Map<String, Integer> numbers = new HashMap<>();
        zoneOf = new int[nodes.size()];
        for (int at = 0; at < zoneOf.length; at++) {
            zoneOf[at] = nodes.get(at)
                    .zone()
                    .map(zone -> numbers.computeIfAbsent(zone, name -> {
                        names.add(name);
                        return names.size() - 1;
                    }))
                    .orElse(NONE);
        }
    }

    /** The number of the zone of the node at a place; negative if it is in none. */
    public int of(int node) {
        return zoneOf[node];
    }

    /** The names of the zones, by number. */
    public List<String> names() {
        return Collections.unmodifiableList(names);
    }
}

package dev.kubewasm.simulations.timeline;

import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Resources;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is requested on the nodes with Pods of all resources, and what these nodes have. One owner. */
final class ResourceTotals {
    private final Map<ResourceName, long[]> requested = new HashMap<>();
    private final Map<ResourceName, long[]> allocatable = new HashMap<>();

    /** A Pod with these requests has come ({@code sign} 1) or gone (-1). */
    void take(Resources requests, int sign) {
        add(requested, requests, sign);
    }

    /** A node with as much has its first Pod (1), or its last has gone (-1). */
    void open(Resources amounts, int sign) {
        add(allocatable, amounts, sign);
    }

    private static void add(Map<ResourceName, long[]> totals, Resources amounts, int sign) {
        amounts.amounts().forEach((name, amount) -> totals.computeIfAbsent(name, _ -> new long[1])[0] += sign * amount);
    }

    double requested(ResourceName name) {
        return of(requested, name);
    }

    double allocatable(ResourceName name) {
        return of(allocatable, name);
    }

    private static double of(Map<ResourceName, long[]> totals, ResourceName name) {
        long @Nullable [] total = totals.get(name);
        return total == null ? 0 : total[0];
    }

    /** Of what nodes with Pods have of a resource, the share that is requested; 0 where they have none. */
    double share(ResourceName name) {
        double all = allocatable(name);
        return all == 0 ? 0 : requested(name) / all;
    }

    /** The shares of what Pods have requested besides CPU and memory, by name. */
    SortedMap<String, Double> others() {
        SortedMap<String, Double> shares = new TreeMap<>();
        for (ResourceName name : requested.keySet()) {
            if (!name.equals(ResourceName.CPU)
                    && !name.equals(ResourceName.MEMORY)
                    && !name.equals(ResourceName.PODS)) {
                shares.put(name.value(), share(name));
            }
        }
        return shares;
    }
}

package dev.kubewasm.simulations.generate;

import java.util.List;

/**
 * What kind of cluster to make up.
 *
 * @param seed of every choice
 * @param services how many Deployments, 1 to 5000
 * @param maxReplicas replicas are 1 to this, small numbers more often; 1 to 1000
 * @param meanLinks how many other services one imports on average, 0 to 10
 * @param meanCpuMilli CPU requested by a Pod on average, in milli-CPU; 1 or more
 * @param meanMemoryMebibytes memory requested by a Pod on average; 1 or more
 * @param components whether services are components; ordinary containers have no links
 * @param uniform whether every service has the most replicas and every Pod requests the mean
 * @param pools the nodes; 5000 at most
 * @param zones how many zones the nodes of each pool are spread over, 1 or more
 */
public record ClusterShape(
        long seed,
        int services,
        int maxReplicas,
        double meanLinks,
        int meanCpuMilli,
        int meanMemoryMebibytes,
        boolean components,
        boolean uniform,
        List<NodePool> pools,
        int zones) {
    /** @throws IllegalArgumentException if one is out of its range; it is named */
    public ClusterShape {
        pools = List.copyOf(pools);
        Ranges.check("services", services, 1, 5_000);
        Ranges.check("max-replicas", maxReplicas, 1, 1_000);
        if (!(meanLinks >= 0 && meanLinks <= 10)) {
            throw new IllegalArgumentException("links is " + meanLinks + ", must be 0 to 10");
        }
        if (!components && meanLinks > 0) {
            throw new IllegalArgumentException("links is " + meanLinks + ", must be 0 without components");
        }
        Ranges.check("cpu", meanCpuMilli, 1, 1_000_000);
        Ranges.check("memory", meanMemoryMebibytes, 1, 1_000_000);
        Ranges.check("nodes", pools.stream().mapToInt(NodePool::nodes).sum(), 1, 5_000);
        if (pools.stream().map(NodePool::name).distinct().count() < pools.size()) {
            throw new IllegalArgumentException("two pools have one name");
        }
        Ranges.check("zones", zones, 1, 1_000);
    }
}

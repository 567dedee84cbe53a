package dev.kubewasm.simulations.generate;

/**
 * What kind of cluster to make up.
 *
 * @param seed of every choice
 * @param services how many Deployments, 1 to 5000
 * @param maxReplicas replicas are 1 to this, small numbers more often; 1 to 1000
 * @param meanLinks how many other services one imports on average, 0 to 10
 * @param meanCpuMilli CPU requested by a Pod on average, in milli-CPU; 1 or more
 * @param meanMemoryMebibytes memory requested by a Pod on average; 1 or more
 * @param nodes how many nodes, 1 to 5000
 * @param nodeCpus CPUs of a node; 1 or more
 * @param nodeGibibytes memory of a node; 1 or more
 * @param zones how many zones the nodes are spread over, 1 or more
 */
public record ClusterShape(
        long seed,
        int services,
        int maxReplicas,
        double meanLinks,
        int meanCpuMilli,
        int meanMemoryMebibytes,
        int nodes,
        int nodeCpus,
        int nodeGibibytes,
        int zones) {
    public ClusterShape {
        check("services", services, 1, 5_000);
        check("max-replicas", maxReplicas, 1, 1_000);
        if (!(meanLinks >= 0 && meanLinks <= 10)) {
            throw new IllegalArgumentException("links is " + meanLinks + ", must be 0 to 10");
        }
        check("cpu", meanCpuMilli, 1, 1_000_000);
        check("memory", meanMemoryMebibytes, 1, 1_000_000);
        check("nodes", nodes, 1, 5_000);
        check("node-cpus", nodeCpus, 1, 1_000);
        check("node-memory", nodeGibibytes, 1, 100_000);
        check("zones", zones, 1, 1_000);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + ", must be " + least + " to " + most);
        }
    }
}

package dev.kubewasm.simulations.generate;

/**
 * Nodes that are alike.
 *
 * @param name what their names begin with
 * @param nodes how many, 1 to 5000
 * @param cpuMilli allocatable CPU of each, in milli-CPU; 1 or more
 * @param memoryMebibytes allocatable memory of each; 1 or more
 * @param pods how many Pods each takes; 1 or more
 * @param arch their {@code kubernetes.io/arch}
 * @param cost of each ({@code kube-wasm/cost}), 0 to 1,000,000
 */
public record NodePool(String name, int nodes, long cpuMilli, long memoryMebibytes, int pods, String arch, int cost) {
    private static final int MOST = 1_000_000_000;

    /** @throws IllegalArgumentException if one is out of its range; it is named */
    public NodePool {
        Ranges.check("nodes", nodes, 1, 5_000);
        Ranges.check("cpu", cpuMilli, 1, MOST);
        Ranges.check("memory", memoryMebibytes, 1, MOST);
        Ranges.check("pods", pods, 1, 10_000);
        Ranges.check("cost", cost, 0, 1_000_000);
    }
}

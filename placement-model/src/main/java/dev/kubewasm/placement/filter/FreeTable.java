package dev.kubewasm.placement.filter;

import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What there is and what is free on each node; CPU, memory and the number of Pods in plain arrays, so that all nodes can
 * be looked at in microseconds.
 */
public final class FreeTable {
    private final List<Resources> free;
    private final long[] cpu;
    private final long[] memory;
    private final long[] pods;
    private final double[] cpuHas;
    private final double[] memoryHas;

    FreeTable(int nodes) {
        this.free = new ArrayList<>(java.util.Collections.nCopies(nodes, Resources.NONE));
        this.cpu = new long[nodes];
        this.memory = new long[nodes];
        this.pods = new long[nodes];
        this.cpuHas = new double[nodes];
        this.memoryHas = new double[nodes];
    }

    void set(int node, Resources allocatable, Resources left) {
        free.set(node, left);
        cpu[node] = left.get(ResourceName.CPU);
        memory[node] = left.get(ResourceName.MEMORY);
        pods[node] = left.get(ResourceName.PODS);
        cpuHas[node] = Math.max(1, allocatable.get(ResourceName.CPU));
        memoryHas[node] = Math.max(1, allocatable.get(ResourceName.MEMORY));
    }

    /** What is free on a node. */
    public Resources of(int node) {
        return free.get(node);
    }

    /** A demand, to be compared with every node. */
    public Asked ask(Resources demand) {
        return new Asked(demand);
    }

    /** A demand beside what is free. */
    public final class Asked {
        private final Resources others;
        private final long askedCpu;
        private final long askedMemory;
        private final long askedPods;

        private Asked(Resources demand) {
            this.askedCpu = demand.get(ResourceName.CPU);
            this.askedMemory = demand.get(ResourceName.MEMORY);
            this.askedPods = demand.get(ResourceName.PODS);
            Map<ResourceName, Long> rest = new java.util.TreeMap<>(demand.amounts());
            rest.keySet().removeAll(List.of(ResourceName.CPU, ResourceName.MEMORY, ResourceName.PODS));
            this.others = Resources.of(rest);
        }

        /** Whether it is free on a node; see {@link Resources#fits}. */
        public boolean fits(int node) {
            return (askedCpu <= 0 || askedCpu <= cpu[node])
                    && (askedMemory <= 0 || askedMemory <= memory[node])
                    && (askedPods <= 0 || askedPods <= pods[node])
                    && (others.amounts().isEmpty() || others.fits(free.get(node)));
        }

        /** What it adds to the squares of the shares taken of CPU and memory of a node, in permille. */
        public double imbalance(int node) {
            return squares(cpuHas[node], cpu[node], askedCpu) + squares(memoryHas[node], memory[node], askedMemory);
        }

        private static double squares(double has, long left, long asked) {
            double taken = (has - (double) left) / has;
            double more = (double) asked / has;
            return 1000 * more * (2 * taken + more);
        }
    }
}

package dev.kubewasm.placement.solver;

import java.util.Map;

/**
 * The traffic between a workload that consumes and one that provides, and where their Pods are. Equal only as one
 * object.
 */
public final class AffinityEdge {
    private static final long PERMILLE = 1000;

    private final long traffic;
    private final Side consumer;
    private final Side provider;
    private final long gainedBefore;

    /**
     * One of the two workloads.
     *
     * @param workload its number in the problem; negative if it has no Pod to place
     * @param replicas its Pods in all, those to place included
     * @param bound its bound Pods by index of the node
     */
    record Side(int workload, int replicas, Map<Integer, Integer> bound) {
        Side {
            bound = Map.copyOf(bound);
        }

        private long on(int node) {
            return bound.getOrDefault(node, 0);
        }
    }

    /**
     * One of an edge's two workloads, as a fact to join Pods with.
     *
     * @param workload its number in the problem
     * @param consumes whether it is the consumer
     */
    record End(AffinityEdge edge, int workload, boolean consumes) {}

    AffinityEdge(long traffic, Side consumer, Side provider) {
        this.traffic = traffic;
        this.consumer = consumer;
        this.provider = provider;
        long gained = 0;
        for (int node : consumer.bound().keySet()) {
            gained += gained(consumer.on(node), provider.on(node));
        }
        this.gainedBefore = gained;
    }

    End consumerEnd() {
        return new End(this, consumer.workload(), true);
    }

    End providerEnd() {
        return new End(this, provider.workload(), false);
    }

    /** What these Pods of the consumer and of the provider add on {@code node} to what is gained, in permille. */
    long added(NodeSlot node, long consumers, long providers) {
        long consumersBefore = consumer.on(node.index());
        long providersBefore = provider.on(node.index());
        return gained(consumersBefore + consumers, providersBefore + providers)
                - gained(consumersBefore, providersBefore);
    }

    /** What is lost, by traffic, if Pods to place add {@code added} permille. */
    long lost(long added) {
        return (PERMILLE - gainedBefore - added) * traffic;
    }

    /** The lesser of the two shares, in permille, rounded down. */
    private long gained(long consumers, long providers) {
        return PERMILLE
                * Math.min(consumers * provider.replicas(), providers * consumer.replicas())
                / ((long) consumer.replicas() * provider.replicas());
    }
}

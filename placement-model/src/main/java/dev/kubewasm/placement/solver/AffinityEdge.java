package dev.kubewasm.placement.solver;

import java.math.BigInteger;
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
    private final int[] consumersOn;
    private final int[] providersOn;
    private final long all;
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
    }

    /** The bound Pods of a side, to be asked for often. */
    private static int[] counts(Side side) {
        int[] counts = new int
                [side.bound().keySet().stream().mapToInt(node -> node + 1).max().orElse(0)];
        side.bound().forEach((node, count) -> counts[node] = count);
        return counts;
    }

    private static long on(int[] counts, int node) {
        return node < counts.length ? counts[node] : 0;
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
        this.consumersOn = counts(consumer);
        this.providersOn = counts(provider);
        this.all = (long) consumer.replicas() * provider.replicas();
        long gained = 0;
        for (int node = 0; node < consumersOn.length; node++) {
            gained += gained(consumersOn[node], on(providersOn, node));
        }
        this.gainedBefore = gained;
    }

    /** How much the consumer sends. */
    long traffic() {
        return traffic;
    }

    Side consumer() {
        return consumer;
    }

    Side provider() {
        return provider;
    }

    End consumerEnd() {
        return new End(this, consumer.workload(), true);
    }

    End providerEnd() {
        return new End(this, provider.workload(), false);
    }

    /**
     * What these Pods of the consumer and of the provider add on {@code node} to what is gained: of pairs of a consumer and a
     * provider, which is exact; all the pairs there are is everything gained.
     */
    long added(NodeSlot node, long consumers, long providers) {
        long consumersBefore = on(consumersOn, node.index());
        long providersBefore = on(providersOn, node.index());
        return gained(consumersBefore + consumers, providersBefore + providers)
                - gained(consumersBefore, providersBefore);
    }

    /** What is lost, in permille by traffic, if Pods to place add {@code added}; rounded up, once for all nodes. */
    long lost(long added) {
        long whole = PERMILLE * traffic;
        return whole - part(whole, gainedBefore + added);
    }

    private long part(long whole, long gained) {
        boolean fits = Math.multiplyHigh(whole, gained) == 0 && whole * gained >= 0;
        return fits
                ? whole * gained / all
                : BigInteger.valueOf(whole)
                        .multiply(BigInteger.valueOf(gained))
                        .divide(BigInteger.valueOf(all))
                        .longValueExact();
    }

    /** The lesser of the two shares of replicas, of {@link #all}. */
    private long gained(long consumers, long providers) {
        return Math.min(consumers * provider.replicas(), providers * consumer.replicas());
    }
}

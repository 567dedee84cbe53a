package dev.kubewasm.scheduler.framework;

/**
 * What a Pod requests.
 *
 * @param effective what it takes from a node
 * @param placedCpu milli-CPU it counts with in scores when it is on a node: a container that requests none counts with
 *     100
 * @param placedMemory bytes it counts with in scores when it is on a node: a container that requests none counts with
 *     200 MiB
 * @param waiting what it counts with in the score of NodeResourcesFit while it waits: its containers alone, with the same
 *     defaults. kube-scheduler 1.34 leaves pod-level resources out there
 */
public record PodRequest(Amounts effective, long placedCpu, long placedMemory, Amounts waiting) {
    /** The milli-CPU a container without a request counts with in scores. */
    public static final long DEFAULT_MILLI_CPU = 100;

    /** The bytes a container without a request counts with in scores. */
    public static final long DEFAULT_MEMORY = 200L << 20;
}

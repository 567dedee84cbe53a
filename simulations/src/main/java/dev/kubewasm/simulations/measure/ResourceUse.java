package dev.kubewasm.simulations.measure;

/**
 * How the nodes with Pods are used, of one resource.
 *
 * @param requested share of it, 0 to 1; more on nodes that were overcommitted, and 0 if they have none of it
 * @param fragmentation of what is free of it there, the share that a Pod drawn from this cluster's can't use, for it doesn't
 *     fit there, 0 to 1
 */
public record ResourceUse(double requested, double fragmentation) {
    /** Nothing requested and nothing free. */
    static final ResourceUse NONE = new ResourceUse(0, 0);
}

package dev.kubewasm.placement.solver;

/**
 * That a pending Pod is one of the providers of a set.
 *
 * @param member index of the Pod
 * @param provider id of the {@link ProviderSet}
 */
public record Provision(int member, int provider) {}

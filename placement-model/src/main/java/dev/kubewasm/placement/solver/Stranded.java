package dev.kubewasm.placement.solver;

/**
 * Bound consumers on a node without a provider.
 *
 * @param provider id of the {@link ProviderSet} that could serve them
 * @param node where they are
 * @param consumers how many imports of theirs wait
 */
public record Stranded(int provider, NodeSlot node, int consumers) {}

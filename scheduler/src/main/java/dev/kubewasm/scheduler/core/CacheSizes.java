package dev.kubewasm.scheduler.core;

/**
 * How much of the cluster is known.
 *
 * @param nodes nodes
 * @param pods Pods on a node, those that a decision puts there counted
 * @param assumedPods those of them that the cluster hasn't been seen to agree about
 */
public record CacheSizes(int nodes, int pods, int assumedPods) {}

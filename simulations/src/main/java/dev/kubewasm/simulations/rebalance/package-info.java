/** Pods that have nodes are moved to better ones, step by step. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.simulations.rebalance;

package dev.kubewasm.simulations.migrate;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * What a cluster takes when its Pods are placed.
 *
 * @param pending Pods without a node
 * @param cost of the nodes with Pods
 * @param nodes how many these are
 * @param traffic what placed Pods call through their imports and doesn't stay in a process, as weights
 *     ({@code kube-wasm/traffic}, 1 where nothing is said): over the network, between containers and components alike
 * @param cpuMilli what all Pods request, in milli-CPU
 * @param memoryBytes what all Pods request, in bytes
 */
@JsonPropertyOrder({"pending", "cost", "nodes", "traffic", "cpuMilli", "memoryBytes"})
public record Standing(long pending, long cost, long nodes, long traffic, long cpuMilli, long memoryBytes) {}

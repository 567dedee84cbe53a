package dev.kubewasm.scheduler.core;

/**
 * How many Pods wait for a node.
 *
 * @param active to be tried now
 * @param backoff to be tried when their backoff is over
 * @param unschedulable to be tried when something happens that may help
 * @param gated not to be tried before their scheduling gates are gone
 */
public record QueueSizes(int active, int backoff, int unschedulable, int gated) {}

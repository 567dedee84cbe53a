/**
 * The node agent: takes the Pods bound to its node, runs their components, links them to each other and reports their
 * status. What surrounds it is behind {@link dev.kubewasm.node.NodeCluster} and the scheduler's artifact port.
 */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.node;

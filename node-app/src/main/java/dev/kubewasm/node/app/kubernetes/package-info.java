/** The API server as the node sees it: its Pods, its Node, its Lease. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.node.app.kubernetes;

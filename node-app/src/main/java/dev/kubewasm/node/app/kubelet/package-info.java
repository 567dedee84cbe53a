/** The kubelet's API: logs, statistics, health, for those whom the API server lets ask. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.node.app.kubelet;

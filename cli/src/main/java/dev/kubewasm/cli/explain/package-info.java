/** {@code kube-wasm explain}: what the scheduler says of Pods, node by node. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.cli.explain;

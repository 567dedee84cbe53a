/** {@code kube-wasm rebalance}: what moves would make the placement of a folder's bound Pods better. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.cli.rebalance;

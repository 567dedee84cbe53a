/** {@code kube-wasm simulate}: what would happen to a cluster that is described in files. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.cli.simulate;

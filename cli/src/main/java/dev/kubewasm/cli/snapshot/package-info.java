/** {@code kube-wasm snapshot}: what a cluster's decisions are made on, read from its API server and written to one file. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.cli.snapshot;

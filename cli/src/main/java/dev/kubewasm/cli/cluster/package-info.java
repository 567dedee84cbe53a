/**
 * The embedded cluster of {@code kube-wasm run}: what an API server and its controllers do with the objects of a folder,
 * in memory. The scheduler and the runtime nodes on it are the real ones.
 */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.cli.cluster;

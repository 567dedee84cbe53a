/** The {@code kube-wasm} command. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.cli;

/** {@code kube-wasm wit}: checks, prints, compares and formats WIT. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.cli.wit;

/** {@code kube-wasm component}: what is in a component binary, whether it is valid, what links to what, calls and runs. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.cli.component;

/** {@code kube-wasm run}: a folder of manifests, scheduled, started, linked and called in one process. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.cli.run;

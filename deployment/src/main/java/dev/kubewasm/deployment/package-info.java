/** How Kube-Wasm comes into a cluster: container images of its programs; the tests of manifests/ are here, too. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.deployment;

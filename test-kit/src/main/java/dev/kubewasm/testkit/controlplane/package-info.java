/** A real Kubernetes API server for integration tests. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.testkit.controlplane;

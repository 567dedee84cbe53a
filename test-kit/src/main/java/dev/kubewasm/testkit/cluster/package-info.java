/** A real API server with what of {@code manifests/} and of controllers a test needs. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.testkit.cluster;

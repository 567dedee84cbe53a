/** Schedulers beside each other on one real API server. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.benchmarks.cluster;

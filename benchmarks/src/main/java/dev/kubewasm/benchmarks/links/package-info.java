/** Calls between components, here and in wasmtime. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.benchmarks.links;

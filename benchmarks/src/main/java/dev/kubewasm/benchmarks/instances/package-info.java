/** What instances cost: time to start, memory. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.benchmarks.instances;

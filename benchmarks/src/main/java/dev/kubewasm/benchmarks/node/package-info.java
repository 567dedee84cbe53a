/** What a Pod costs on a runtime node: the time until it answers, and memory. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.benchmarks.node;

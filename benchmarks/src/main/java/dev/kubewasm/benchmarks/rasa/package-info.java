/** Gained affinity on instances in RASA's format: the command that optimizes one, instances made up, and the peers. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.benchmarks.rasa;

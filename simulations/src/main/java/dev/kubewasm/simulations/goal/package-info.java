/** Expressions over measures that say when a simulation has failed. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.simulations.goal;

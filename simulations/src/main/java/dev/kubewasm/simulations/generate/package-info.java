/** Clusters that are made up, by a seed. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.simulations.generate;

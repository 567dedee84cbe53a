/** The same cluster, if something were otherwise. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.simulations.whatif;

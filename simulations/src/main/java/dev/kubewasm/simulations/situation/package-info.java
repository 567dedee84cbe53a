/** A cluster and the Pods to place in it. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.simulations.situation;

/** Ways to place pending Pods. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.simulations.strategy;

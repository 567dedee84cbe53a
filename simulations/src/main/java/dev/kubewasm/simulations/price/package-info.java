/** What nodes cost, by what they are. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.simulations.price;

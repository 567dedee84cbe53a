/** What a simulation says at its end. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.simulations.report;

/** Which containers to make components first. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.simulations.migrate;

/** Wiring: for every import of a Pod, who serves it, or why nobody does. A pure function of the snapshot. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.placement.wiring;

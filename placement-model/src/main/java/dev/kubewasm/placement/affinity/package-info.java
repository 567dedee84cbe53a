/**
 * Gained affinity: containers of services that talk to each other are put on the same machines, offline and for a
 * whole cluster at once, within its capacity. Facts are in {@code model}, files in {@code format}, the search in
 * {@code solver}, and {@code audit} checks what comes out.
 */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.placement.affinity;

/** What happens to a cluster over time: a discrete-event simulation with a virtual clock. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.simulations.timeline;

/**
 * The search for gained affinity, in Timefold. The planning entity is a service, its variable a {@link
 * dev.kubewasm.placement.affinity.solver.Spread}: how many of its containers each machine runs.
 */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.placement.affinity.solver;

/**
 * The placement problem and its solver: pending Pods are planning entities, nodes their values; a constructive start that
 * knows link groups, improved by Timefold's local search. Within a step limit the result depends on the problem and the
 * seed alone.
 */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.placement.solver;

/** The facts of a gained-affinity problem, as they are told: names and amounts, immutable, checked when made. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.placement.affinity.model;

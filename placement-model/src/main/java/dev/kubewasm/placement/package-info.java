/** The front door of placement: a snapshot and pending Pods in, an outcome for each Pod out. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.placement;

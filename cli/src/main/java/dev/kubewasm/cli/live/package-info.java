/** A cluster that runs, asked through its API server: lists and single objects, nothing else. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.cli.live;

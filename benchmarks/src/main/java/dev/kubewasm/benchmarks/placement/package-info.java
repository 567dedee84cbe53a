/** Measures placement at scale: generated clusters, the offline start, online cycles, consolidation. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.benchmarks.placement;

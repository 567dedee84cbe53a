/** An independent check of placements. Shares no code with filters, constraints and solver: that is its point. */
@org.jspecify.annotations.NullMarked
package dev.kubewasm.placement.audit;

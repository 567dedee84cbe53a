/**
 * The scheduling cycle: snapshot, placement, audit, assume, bind, confirm or forget; the same for an API server, for the
 * embedded cluster and for a simulation. It has no clock, no randomness and no client of its own.
 */
@NullMarked
package dev.kubewasm.scheduler.core;

import org.jspecify.annotations.NullMarked;

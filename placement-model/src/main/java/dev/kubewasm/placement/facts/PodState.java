package dev.kubewasm.placement.facts;

import java.util.Optional;

/**
 * Where a Pod is in its life.
 *
 * @param node the node it is bound to (or assumed on); empty while it is pending
 * @param phase {@code status.phase}
 * @param terminating whether it has a deletion timestamp
 * @param ready its {@code Ready} condition
 */
public record PodState(Optional<NodeName> node, Phase phase, boolean terminating, boolean ready) {
    /** Not bound yet. */
    public static final PodState PENDING = new PodState(Optional.empty(), Phase.PENDING, false, false);

    /** The phases. */
    public enum Phase {
        PENDING,
        RUNNING,
        SUCCEEDED,
        FAILED,
        UNKNOWN
    }

    /** Whether it is over: it holds no resources and provides nothing. */
    public boolean finished() {
        return phase == Phase.SUCCEEDED || phase == Phase.FAILED;
    }
}

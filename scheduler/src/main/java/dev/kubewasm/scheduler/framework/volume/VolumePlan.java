package dev.kubewasm.scheduler.framework.volume;

import java.util.List;

/**
 * What is to be done before a Pod is bound to a node, so that it has its volumes there: {@link VolumeState#assume} it when
 * the node is chosen, tell the API server, and wait until its controllers have done their part.
 *
 * @param node the node's name
 * @param bindings volumes that are there: {@code spec.claimRef} is set
 * @param provisions claims whose volumes are to be made: annotation {@link #SELECTED_NODE} is set
 */
public record VolumePlan(String node, List<Binding> bindings, List<VolumeClaim> provisions) implements VolumeMatch {
    /** On claims: the node for which the volume is to be made. */
    public static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";

    /** On volumes and claims: they were brought together by a controller or scheduler, not by a user. */
    public static final String BOUND_BY_CONTROLLER = "pv.kubernetes.io/bound-by-controller";

    /** On claims: their binding is complete. */
    public static final String BIND_COMPLETED = "pv.kubernetes.io/bind-completed";

    public VolumePlan {
        bindings = List.copyOf(bindings);
        provisions = List.copyOf(provisions);
    }

    /** A volume for a claim. */
    public record Binding(PersistentVolume volume, VolumeClaim claim) {
        /** Whether {@link #BOUND_BY_CONTROLLER} is to be set: nobody has promised the volume to the claim before. */
        public boolean isOurs() {
            return !volume.isFor(claim);
        }
    }

    /** How far the plan has got. */
    public sealed interface Progress {
        /** All claims have their volumes: the Pod can be bound. */
        record Done() implements Progress {}

        /** The controllers have something left to do. */
        record Waiting() implements Progress {}

        /** It comes to nothing: the Pod is to be scheduled again. */
        record Failed(String reason) implements Progress {}
    }

    /** Whether nothing is to be done. */
    public boolean isEmpty() {
        return bindings.isEmpty() && provisions.isEmpty();
    }
}

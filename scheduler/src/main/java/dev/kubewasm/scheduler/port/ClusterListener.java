package dev.kubewasm.scheduler.port;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;

/** Hears what there is in a cluster and what changes; see {@link ClusterPort#watch}. */
public interface ClusterListener {
    /** A Pod is there, or has changed. */
    void podChanged(ObservedPod pod);

    /** The Pod of this name is gone. */
    void podRemoved(PodKey pod);

    /** A node is there, or has changed. */
    void nodeChanged(ObservedNode node);

    /** The node of this name is gone. */
    void nodeRemoved(NodeName node);

    /** Something else is there, or has changed. */
    void objectChanged(ClusterObject object);

    /** Something else is gone. */
    void objectRemoved(ClusterObject.Id id);

    /** Everything that was there when the watch began has been told. */
    void synced();
}

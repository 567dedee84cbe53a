package dev.kubewasm.cli.cluster;

import dev.kubewasm.scheduler.port.ObservedNode;
import dev.kubewasm.scheduler.port.ObservedPod;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;

/** How a scheduler observes the objects of a cluster. */
public interface ClusterObjects {
    /** The Pod as the scheduler sees it. */
    ObservedPod pod(Pod pod);

    /** The node as the scheduler sees it. */
    ObservedNode node(Node node);
}

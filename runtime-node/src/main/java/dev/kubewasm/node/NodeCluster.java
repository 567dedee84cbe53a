package dev.kubewasm.node;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Optional;

/**
 * What a node agent needs of its cluster. All but {@link #pods} may throw
 * {@link dev.kubewasm.scheduler.port.ClusterUnavailableException}: the agent tries again later.
 */
public interface NodeCluster {
    /** The Pods bound to {@code node}, in the order of their creation. */
    List<Pod> pods(NodeName node);

    /** A ConfigMap, if there is one of that name. */
    Optional<ConfigMap> configMap(String namespace, String name);

    /** A Secret, if there is one of that name. */
    Optional<Secret> secret(String namespace, String name);

    /** Replaces the status of a Pod; does nothing if that Pod is gone or another now has its name. */
    void updateStatus(PodKey pod, Uid uid, PodStatus status);

    /** Takes a Pod that is being deleted and has stopped out of the cluster; does nothing if that Pod is gone already. */
    void remove(PodKey pod, Uid uid);
}

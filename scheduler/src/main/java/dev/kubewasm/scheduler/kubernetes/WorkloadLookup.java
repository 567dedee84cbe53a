package dev.kubewasm.scheduler.kubernetes;

import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Optional;

/** Follows a Pod's ReplicaSet to the Deployment that made it. */
@FunctionalInterface
public interface WorkloadLookup {
    /** Follows nothing: a ReplicaSet is then itself the workload. */
    WorkloadLookup NONE = (namespace, name) -> Optional.empty();

    /** The owner reference of the ReplicaSet's controller; empty if it has none or isn't there. */
    Optional<OwnerReference> controllerOfReplicaSet(String namespace, String name);
}

package dev.kubewasm.scheduler.kubernetes;

import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.placement.facts.WorkloadRef;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Optional;

/** The workload of a Pod: its controller, through a ReplicaSet to its Deployment; the Pod itself without a controller. */
final class Workloads {
    private Workloads() {}

    static WorkloadRef of(ObjectMeta pod, String namespace, Uid uid, WorkloadLookup lookup) {
        Optional<OwnerReference> controller = controller(pod.getOwnerReferences());
        if (controller.isEmpty()) {
            return new WorkloadRef(namespace, "Pod", pod.getName(), uid);
        }
        OwnerReference owner = controller.get();
        if ("ReplicaSet".equals(owner.getKind())) {
            owner = lookup.controllerOfReplicaSet(namespace, owner.getName()).orElse(owner);
        }
        return new WorkloadRef(namespace, owner.getKind(), owner.getName(), new Uid(owner.getUid()));
    }

    /** The one of {@code owners} that is the controller, as Kubernetes allows one. */
    static Optional<OwnerReference> controller(List<OwnerReference> owners) {
        return owners.stream()
                .filter(o -> Boolean.TRUE.equals(o.getController()))
                .findFirst();
    }
}

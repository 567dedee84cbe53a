package dev.kubewasm.node.app.kubernetes;

import dev.kubewasm.scheduler.kubernetes.WorkloadLookup;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/**
 * The Deployments of ReplicaSets. The wiring of a Pod names workloads, and a Pod only its ReplicaSet; the Node authorizer lets
 * no node read ReplicaSets, so that they are asked for with the identity that the program was given.
 */
public final class ReplicaSetOwners implements WorkloadLookup {
    private final KubernetesClient client;

    /** Asks with the identity of {@code client}. */
    public ReplicaSetOwners(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public Optional<OwnerReference> controllerOfReplicaSet(String namespace, String name) {
        ReplicaSet found = Requests.ask("read ReplicaSet " + namespace + "/" + name, () -> client.apps()
                .replicaSets()
                .inNamespace(namespace)
                .withName(name)
                .get());
        return found == null
                ? Optional.empty()
                : found.getMetadata().getOwnerReferences().stream()
                        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                        .findFirst();
    }
}

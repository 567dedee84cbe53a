package dev.kubewasm.scheduler.app.kubernetes;

import dev.kubewasm.scheduler.kubernetes.WorkloadLookup;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The ReplicaSets of the cluster, watched; one that a Pod names before it was seen here is asked for. */
final class ReplicaSets implements WorkloadLookup {
    private static final Logger LOG = Logger.getLogger(ReplicaSets.class);

    private final KubernetesClient client;
    private final Watched<ReplicaSet> watched;

    ReplicaSets(KubernetesClient client) {
        this.client = client;
        this.watched = new Watched<>(
                client.apps().replicaSets().inAnyNamespace().runnableInformer(0),
                new ToldObjects<>(ReplicaSet::new, (whole, remains) -> remains.getMetadata()
                        .setOwnerReferences(whole.getMetadata().getOwnerReferences())));
    }

    Watched<ReplicaSet> watched() {
        return watched;
    }

    @Override
    public Optional<OwnerReference> controllerOfReplicaSet(String namespace, String name) {
        ReplicaSet found = watched.objects().get(Cache.namespaceKeyFunc(namespace, name));
        if (found == null) {
            found = ask(namespace, name);
        }
        return found == null
                ? Optional.empty()
                : found.getMetadata().getOwnerReferences().stream()
                        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                        .findFirst();
    }

    private @Nullable ReplicaSet ask(String namespace, String name) {
        try {
            return client.apps()
                    .replicaSets()
                    .inNamespace(namespace)
                    .withName(name)
                    .get();
        } catch (KubernetesClientException e) {
            LOG.warnf(e, "ReplicaSet %s/%s can't be read: its Pods count as its own workload", namespace, name);
            return null;
        }
    }
}

package dev.kubewasm.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Sees which nodes Pods are bound to, from now on. */
final class BoundPods implements AutoCloseable {
    private final Map<String, Set<String>> nodesByUid = new ConcurrentHashMap<>();
    private final SharedIndexInformer<Pod> informer;

    /** Those of one namespace. */
    BoundPods(KubernetesClient client, String namespace) {
        this(client.pods().inNamespace(namespace));
    }

    /** Those of {@code pods}. */
    BoundPods(Informable<Pod> pods) {
        informer = pods.inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Pod pod) {
                see(pod);
            }

            @Override
            public void onUpdate(Pod before, Pod now) {
                see(now);
            }

            @Override
            public void onDelete(Pod pod, boolean finalStateUnknown) {
                see(pod);
            }
        });
    }

    private void see(Pod pod) {
        if (TestCluster.bound(pod)) {
            nodesByUid
                    .computeIfAbsent(pod.getMetadata().getUid(), _ -> ConcurrentHashMap.newKeySet())
                    .add(pod.getSpec().getNodeName());
        }
    }

    /** How many Pods were seen bound. */
    int size() {
        return nodesByUid.size();
    }

    /** No Pod was ever seen on two nodes. */
    void assertOnce() {
        assertThat(nodesByUid).isNotEmpty();
        assertThat(nodesByUid.values()).allSatisfy(nodes -> assertThat(nodes).hasSize(1));
    }

    @Override
    public void close() {
        informer.close();
    }
}

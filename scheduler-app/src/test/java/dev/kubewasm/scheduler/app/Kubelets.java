package dev.kubewasm.scheduler.app;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.math.BigDecimal;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that admit Pods as a kubelet does, by CPU: one after the other as they are seen bound. What fits runs; what doesn't
 * fails with reason {@code OutOfcpu} for good.
 */
final class Kubelets implements AutoCloseable {
    private final KubernetesClient client;
    private final Map<String, BigDecimal> free = new HashMap<>();
    private final Map<String, Admitted> admitted = new HashMap<>();
    private final AtomicInteger rejected = new AtomicInteger();
    private final ExecutorService telling =
            Executors.newFixedThreadPool(8, Thread.ofVirtual().factory());
    private final SharedIndexInformer<Pod> pods;

    private record Admitted(String node, BigDecimal cpu) {}

    /** Those of all nodes that are there now, for the Pods of one namespace. */
    Kubelets(KubernetesClient client, String namespace) {
        this.client = client;
        client.nodes()
                .list()
                .getItems()
                .forEach(node -> free.put(
                        node.getMetadata().getName(),
                        TestCluster.cpu(node.getStatus().getAllocatable())));
        this.pods = client.pods().inNamespace(namespace).inform(new Seen());
    }

    /** How many Pods were rejected. */
    int rejected() {
        return rejected.get();
    }

    private synchronized void bound(Pod pod) {
        String uid = pod.getMetadata().getUid();
        @Nullable String node = pod.getSpec().getNodeName();
        if (node == null
                || admitted.containsKey(uid)
                || pod.getMetadata().getDeletionTimestamp() != null
                || !"Pending".equals(pod.getStatus().getPhase())) {
            return;
        }
        BigDecimal cpu = TestCluster.cpu(pod);
        BigDecimal left = Objects.requireNonNull(free.get(node)).subtract(cpu);
        boolean fits = left.signum() >= 0;
        admitted.put(uid, new Admitted(node, fits ? cpu : BigDecimal.ZERO));
        if (fits) {
            free.put(node, left);
        } else {
            rejected.incrementAndGet();
        }
        telling.execute(
                () -> tell(pod, fits ? "Running" : "Failed", fits ? Optional.empty() : Optional.of("OutOfcpu")));
    }

    private synchronized void gone(Pod pod) {
        Admitted left = admitted.remove(pod.getMetadata().getUid());
        if (left != null) {
            free.merge(left.node(), left.cpu(), BigDecimal::add);
        }
    }

    private void tell(Pod pod, String phase, Optional<String> reason) {
        try {
            client.pods()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(pod.getMetadata().getName())
                    .editStatus(now -> new PodBuilder(now)
                            .editStatus()
                            .withPhase(phase)
                            .withReason(reason.orElse(null))
                            .endStatus()
                            .build());
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        pods.stop();
        telling.close();
    }

    private final class Seen implements ResourceEventHandler<Pod> {
        @Override
        public void onAdd(Pod pod) {
            bound(pod);
        }

        @Override
        public void onUpdate(Pod before, Pod pod) {
            bound(pod);
        }

        @Override
        public void onDelete(Pod pod, boolean finalStateUnknown) {
            gone(pod);
        }
    }
}

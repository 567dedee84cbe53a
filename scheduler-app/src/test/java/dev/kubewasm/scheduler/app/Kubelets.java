package dev.kubewasm.scheduler.app;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that admit Pods as a kubelet does, by their number, CPU and memory: one after the other as they are seen bound. What fits
 * runs, and has ended as soon as it is to leave; what doesn't fit fails for good.
 */
final class Kubelets implements AutoCloseable {
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient client;
    private final Map<String, Amounts> capacity;
    private final Map<String, Amounts> used = new HashMap<>();
    private final Map<String, Admitted> admitted = new HashMap<>();
    private final Set<String> leaving = new HashSet<>();
    private final Map<String, Integer> rejected = new TreeMap<>();
    private final ExecutorService telling =
            Executors.newFixedThreadPool(8, Thread.ofVirtual().factory());
    private final SharedIndexInformer<Pod> pods;

    private record Admitted(String node, Amounts amounts) {}

    /** Those of all nodes that are there now, for {@code pods}. */
    Kubelets(KubernetesClient client, Informable<Pod> pods) {
        this.client = client;
        this.capacity = client.nodes().list().getItems().stream()
                .collect(Collectors.toMap(
                        node -> node.getMetadata().getName(),
                        node -> Amounts.of(node.getStatus().getAllocatable())));
        this.pods = pods.inform(new Seen());
    }

    /** How many Pods were rejected, by reason. */
    synchronized Map<String, Integer> rejected() {
        return Map.copyOf(rejected);
    }

    /** All Pods as they were seen last. */
    List<Pod> pods() {
        return pods.getStore().list();
    }

    /** Whether a node would admit a Pod now. */
    synchronized boolean admits(String node, Pod pod) {
        return rejection(node, Amounts.of(pod)).isEmpty();
    }

    private Optional<Rejection> rejection(String node, Amounts requested) {
        return Rejection.of(
                requested, used.getOrDefault(node, Amounts.NONE), Objects.requireNonNull(capacity.get(node)));
    }

    private synchronized void seen(Pod pod) {
        @Nullable String node = pod.getSpec().getNodeName();
        if (node == null) {
            return;
        }
        String uid = pod.getMetadata().getUid();
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            if (leaving.add(uid)) {
                telling.execute(() -> end(pod));
            }
        } else if (!admitted.containsKey(uid)
                && "Pending".equals(pod.getStatus().getPhase())) {
            bound(pod, node);
        }
    }

    private void bound(Pod pod, String node) {
        Amounts requested = Amounts.of(pod);
        Optional<Rejection> rejection = rejection(node, requested);
        Amounts taken = rejection.isEmpty() ? requested : Amounts.NONE;
        admitted.put(pod.getMetadata().getUid(), new Admitted(node, taken));
        used.merge(node, taken, Amounts::plus);
        rejection.ifPresent(why -> rejected.merge(why.reason(), 1, Integer::sum));
        PodStatus status = rejection
                .map(why -> new PodStatusBuilder()
                        .withPhase("Failed")
                        .withReason(why.reason())
                        .withMessage(why.message())
                        .build())
                .orElseGet(() -> new PodStatusBuilder().withPhase("Running").build());
        telling.execute(() -> tell(pod, status));
    }

    private synchronized void gone(Pod pod) {
        String uid = pod.getMetadata().getUid();
        leaving.remove(uid);
        Admitted left = admitted.remove(uid);
        if (left != null) {
            used.computeIfPresent(left.node(), (_, before) -> before.minus(left.amounts()));
        }
    }

    private void tell(Pod pod, PodStatus status) {
        try {
            client.pods()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(pod.getMetadata().getName())
                    .subresource("status")
                    .patch(MERGE, client.getKubernetesSerialization().asJson(Map.of("status", status)));
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
        }
    }

    private void end(Pod pod) {
        client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .withGracePeriod(0)
                .delete();
    }

    @Override
    public void close() {
        pods.stop();
        telling.close();
    }

    private final class Seen implements ResourceEventHandler<Pod> {
        @Override
        public void onAdd(Pod pod) {
            seen(pod);
        }

        @Override
        public void onUpdate(Pod before, Pod pod) {
            seen(pod);
        }

        @Override
        public void onDelete(Pod pod, boolean finalStateUnknown) {
            gone(pod);
        }
    }
}

package dev.kubewasm.node.app.kubernetes;

import dev.kubewasm.node.NodeCluster;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.port.ClusterUnavailableException;
import dev.kubewasm.scheduler.port.ConfigMapSource;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** The Pods bound to one node, watched, and the ConfigMaps and Secrets that they name, asked for. */
public final class BoundPods implements NodeCluster, ConfigMapSource, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(BoundPods.class);

    /** In the order of their creation, which the API server keeps in seconds. */
    private static final Comparator<Pod> BY_AGE = Comparator.comparing(
                    (Pod pod) -> String.valueOf(pod.getMetadata().getCreationTimestamp()))
            .thenComparing(pod -> pod.getMetadata().getNamespace())
            .thenComparing(pod -> pod.getMetadata().getName());

    private final KubernetesClient client;
    private final NodeName node;
    private final SharedIndexInformer<Pod> informer;

    /**
     * @param client with the node's identity
     * @param node whose Pods are meant
     * @param news called when a Pod came, changed or went
     */
    public BoundPods(KubernetesClient client, NodeName node, Runnable news) {
        this.client = client;
        this.node = node;
        this.informer = client.pods()
                .inAnyNamespace()
                .withField("spec.nodeName", node.value())
                .runnableInformer(0);
        informer.addEventHandler(new Telling(news));
        informer.exceptionHandler((started, cause) -> {
            LOG.warn("the watch of Pods was cut: listing again", cause);
            return true;
        });
    }

    /** Begins to watch; complete when all Pods are known. */
    public CompletionStage<Void> start() {
        return informer.start();
    }

    /** Whether all Pods are known. */
    public boolean synced() {
        return informer.hasSynced();
    }

    @Override
    public List<Pod> pods(NodeName asked) {
        return asked.equals(node)
                ? informer.getStore().list().stream().sorted(BY_AGE).toList()
                : List.of();
    }

    @Override
    public Optional<ConfigMap> configMap(String namespace, String name) {
        return read(
                "ConfigMap " + namespace + "/" + name,
                () -> client.configMaps().inNamespace(namespace).withName(name).get());
    }

    @Override
    public Optional<Secret> secret(String namespace, String name) {
        return read(
                "Secret " + namespace + "/" + name,
                () -> client.secrets().inNamespace(namespace).withName(name).get());
    }

    /**
     * An object that a Pod names. The Node authorizer lets a node read it as soon as it has heard of the Pod's Binding, which
     * may be a moment after the node has: until then the answer is that it can't be read now.
     */
    private static <T> Optional<T> read(String what, Supplier<T> request) {
        try {
            return Optional.ofNullable(Requests.ask("read " + what, request));
        } catch (KubernetesClientException e) {
            throw new ClusterUnavailableException("could not read " + what + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<String> value(String namespace, String name, String key) {
        return configMap(namespace, name).map(ConfigMap::getData).map((Map<String, String> data) -> data.get(key));
    }

    @Override
    public void updateStatus(PodKey pod, Uid uid, PodStatus status) {
        var patch = new PodBuilder()
                .withNewMetadata()
                // Another Pod that has taken the name meanwhile: the API server answers 409.
                .withUid(uid.value())
                .endMetadata()
                .withStatus(status)
                .build();
        unlessGone("report the status of Pod " + pod, () -> client.pods()
                .inNamespace(pod.namespace())
                .withName(pod.name())
                .subresource("status")
                .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), patch));
    }

    @Override
    public void remove(PodKey pod, Uid uid) {
        unlessGone(
                "remove Pod " + pod,
                () -> client.raw(
                        "/api/v1/namespaces/" + pod.namespace() + "/pods/" + pod.name(),
                        "DELETE",
                        Map.of(
                                "apiVersion",
                                "v1",
                                "kind",
                                "DeleteOptions",
                                "gracePeriodSeconds",
                                0,
                                "propagationPolicy",
                                DeletionPropagation.BACKGROUND.toString(),
                                "preconditions",
                                Map.of("uid", uid.value()))));
    }

    private static void unlessGone(String what, Supplier<Object> request) {
        try {
            Object _ = Requests.ask(what, request);
        } catch (KubernetesClientException e) {
            if (!Requests.gone(e)) {
                throw new ClusterUnavailableException("could not " + what + ": " + e.getMessage(), e);
            }
        }
    }

    @Override
    public void close() {
        informer.stop();
    }

    private record Telling(Runnable news) implements ResourceEventHandler<Pod> {
        @Override
        public void onAdd(Pod pod) {
            news.run();
        }

        @Override
        public void onUpdate(Pod before, Pod now) {
            news.run();
        }

        @Override
        public void onDelete(Pod pod, boolean finalStateUnknown) {
            news.run();
        }
    }
}

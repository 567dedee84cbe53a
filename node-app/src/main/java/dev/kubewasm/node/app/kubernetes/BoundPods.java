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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The Pods bound to one node, watched, and the ConfigMaps and Secrets that they name, asked for. */
public final class BoundPods implements NodeCluster, ConfigMapSource, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(BoundPods.class);

    /** In the order of their creation, which the API server keeps in seconds. */
    private static final Comparator<Pod> BY_AGE = Comparator.comparing(
                    (Pod pod) -> String.valueOf(pod.getMetadata().getCreationTimestamp()))
            .thenComparing(pod -> pod.getMetadata().getNamespace())
            .thenComparing(pod -> pod.getMetadata().getName());

    private final Supplier<KubernetesClient> client;
    private final NodeName node;
    private final Runnable news;
    private final CompletableFuture<Void> known = new CompletableFuture<>();
    /** Knows the Pods; null until there is one that does. */
    private volatile @Nullable SharedIndexInformer<Pod> informer;
    /** Is about to take its place. */
    private @Nullable SharedIndexInformer<Pod> coming;

    /**
     * @param client with the node's identity, as it is now
     * @param node whose Pods are meant
     * @param news called when a Pod came, changed or went
     */
    public BoundPods(Supplier<KubernetesClient> client, NodeName node, Runnable news) {
        this.client = client;
        this.node = node;
        this.news = news;
    }

    /**
     * Watches with the client as it is now; a watch that was there before goes on until this one knows all Pods. Complete when
     * all are known for the first time.
     */
    public synchronized CompletionStage<Void> watch() {
        SharedIndexInformer<Pod> next = client.get()
                .pods()
                .inAnyNamespace()
                .withField("spec.nodeName", node.value())
                .runnableInformer(0);
        next.addEventHandler(new Telling(news));
        next.exceptionHandler((started, cause) -> {
            LOG.warn("the watch of Pods was cut: listing again", cause);
            return true;
        });
        stop(coming);
        coming = next;
        CompletionStage<Void> _ = next.start().thenRun(() -> arrived(next));
        return known;
    }

    private synchronized void arrived(SharedIndexInformer<Pod> next) {
        if (coming == next) {
            stop(informer);
            informer = next;
            coming = null;
            known.complete(null);
            news.run();
        }
    }

    private static void stop(@Nullable SharedIndexInformer<Pod> informer) {
        if (informer != null) {
            informer.stop();
        }
    }

    /** Whether all Pods are known. */
    public boolean synced() {
        return known.isDone();
    }

    @Override
    public List<Pod> pods(NodeName asked) {
        SharedIndexInformer<Pod> now = informer;
        return asked.equals(node) && now != null
                ? now.getStore().list().stream().sorted(BY_AGE).toList()
                : List.of();
    }

    @Override
    public Optional<ConfigMap> configMap(String namespace, String name) {
        return read("ConfigMap " + namespace + "/" + name, () -> client.get()
                .configMaps()
                .inNamespace(namespace)
                .withName(name)
                .get());
    }

    @Override
    public Optional<Secret> secret(String namespace, String name) {
        return read("Secret " + namespace + "/" + name, () -> client.get()
                .secrets()
                .inNamespace(namespace)
                .withName(name)
                .get());
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
        unlessGone("report the status of Pod " + pod, () -> client.get()
                .pods()
                .inNamespace(pod.namespace())
                .withName(pod.name())
                .subresource("status")
                .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), patch));
    }

    @Override
    public void remove(PodKey pod, Uid uid) {
        unlessGone("remove Pod " + pod, () -> client.get()
                .raw(
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
    public synchronized void close() {
        stop(coming);
        stop(informer);
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

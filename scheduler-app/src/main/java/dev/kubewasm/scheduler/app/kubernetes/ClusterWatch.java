package dev.kubewasm.scheduler.app.kubernetes;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.kubernetes.NodeFactsFactory;
import dev.kubewasm.scheduler.kubernetes.ObservedObjects;
import dev.kubewasm.scheduler.kubernetes.PodFactsFactory;
import dev.kubewasm.scheduler.port.ClusterListener;
import dev.kubewasm.scheduler.port.ClusterPort;
import dev.kubewasm.scheduler.port.ObservedNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Informers, which list, watch, and list again when a watch was cut: nodes, Pods, and what else the rules about Pods look
 * at. Each event only says which object to look at: what is told is the object as the informer's store has it at that
 * moment, one object at a time under one lock, so the listener never hears of an older state after a newer one, not even
 * between the first listing and the events that overlap with it.
 */
final class ClusterWatch implements ClusterPort.Watch {
    private static final Logger LOG = Logger.getLogger(ClusterWatch.class);

    private static final Comparator<HasMetadata> BY_NAME = Comparator.comparing(
                    (HasMetadata object) -> text(object.getMetadata().getNamespace()))
            .thenComparing(object -> object.getMetadata().getName());
    private static final Comparator<HasMetadata> BY_AGE_AND_NAME = Comparator.comparing(
                    (HasMetadata object) -> text(object.getMetadata().getCreationTimestamp()))
            .thenComparing(BY_NAME);

    private final SharedIndexInformer<Node> nodes;
    private final SharedIndexInformer<Pod> pods;
    private final List<SharedIndexInformer<? extends HasMetadata>> others;
    private final PodFactsFactory podFacts;
    private final ClusterListener listener;
    private final Object telling = new Object();
    private boolean synced;
    private boolean closed;

    private ClusterWatch(
            KubernetesClient client, ReplicaSets replicaSets, PodFactsFactory podFacts, ClusterListener listener) {
        this.nodes = client.nodes().runnableInformer(0);
        this.pods = client.pods().inAnyNamespace().runnableInformer(0);
        this.others = List.of(
                replicaSets.informer(),
                client.namespaces().runnableInformer(0),
                client.services().inAnyNamespace().runnableInformer(0),
                client.apps().statefulSets().inAnyNamespace().runnableInformer(0),
                client.replicationControllers().inAnyNamespace().runnableInformer(0),
                client.policy().v1().podDisruptionBudget().inAnyNamespace().runnableInformer(0),
                client.persistentVolumes().runnableInformer(0),
                client.persistentVolumeClaims().inAnyNamespace().runnableInformer(0),
                client.storage().v1().storageClasses().runnableInformer(0),
                client.storage().v1().csiNodes().runnableInformer(0),
                client.storage().v1().csiDrivers().runnableInformer(0),
                client.storage().v1().csiStorageCapacities().inAnyNamespace().runnableInformer(0),
                client.storage().v1().volumeAttachments().runnableInformer(0));
        this.podFacts = podFacts;
        this.listener = listener;
    }

    static ClusterWatch start(
            KubernetesClient client, ReplicaSets replicaSets, PodFactsFactory podFacts, ClusterListener listener) {
        ClusterWatch watch = new ClusterWatch(client, replicaSets, podFacts, listener);
        watch.start();
        return watch;
    }

    private void start() {
        nodes.addEventHandler(new Look<>(this::tellNode));
        pods.addEventHandler(new Look<>(this::tellPod));
        others.forEach(this::look);
        List<SharedIndexInformer<?>> all = new ArrayList<>(others);
        all.add(nodes);
        all.add(pods);
        // Whatever ends a watch, an informer goes on: it lists again.
        all.forEach(informer -> informer.exceptionHandler((started, cause) -> {
            LOG.warnf(
                    cause,
                    "the watch of %s was cut: listing again",
                    informer.getApiTypeClass().getSimpleName());
            return true;
        }));
        CompletableFuture<?>[] starting = all.stream()
                .map(informer -> informer.start().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        // Not on the client's event loop, which completes these: telling may ask the API server and wait for its
        // answer.
        CompletableFuture<Void> _ = CompletableFuture.allOf(starting)
                .thenRunAsync(
                        this::tellAll, Thread.ofPlatform().name("cluster-watch").daemon()::start);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private void tellAll() {
        synchronized (telling) {
            synced = true;
            others.forEach(informer -> informer.getStore().list().forEach(object -> tellOther(informer, object)));
            // A store has no order: so the same cluster is told the same, and Pods keep their turn when a scheduler
            // takes over.
            nodes.getStore().list().stream().sorted(BY_NAME).forEach(this::tellNode);
            pods.getStore().list().stream().sorted(BY_AGE_AND_NAME).forEach(this::tellPod);
            if (!closed) {
                listener.synced();
            }
        }
    }

    private <T extends HasMetadata> void look(SharedIndexInformer<T> informer) {
        informer.addEventHandler(new Look<>(object -> tellOther(informer, object)));
    }

    private void tellOther(SharedIndexInformer<? extends HasMetadata> informer, HasMetadata changed) {
        synchronized (telling) {
            if (closed || !synced) {
                return;
            }
            ObjectMeta meta = changed.getMetadata();
            String what = changed.getKind() + " " + meta.getName();
            HasMetadata object =
                    informer.getStore().getByKey(Cache.namespaceKeyFunc(meta.getNamespace(), meta.getName()));
            if (object == null) {
                ObservedObjects.id(changed).ifPresent(listener::objectRemoved);
                return;
            }
            try {
                List<String> problems = new ArrayList<>();
                ObservedObjects.observe(object, problems).ifPresent(listener::objectChanged);
                problems.forEach(problem -> LOG.warnf("%s: %s", what, problem));
            } catch (RuntimeException e) {
                LOG.errorf(e, "%s can't be read: it is left out", what);
            }
        }
    }

    private void tellNode(Node changed) {
        ObjectMeta meta = changed.getMetadata();
        synchronized (telling) {
            if (closed || !synced) {
                return;
            }
            Node node = nodes.getStore().getByKey(Cache.namespaceKeyFunc(null, meta.getName()));
            if (node == null) {
                listener.nodeRemoved(new NodeName(meta.getName()));
                return;
            }
            try {
                ObservedNode observed = NodeFactsFactory.observe(node);
                observed.problems().forEach(problem -> LOG.warnf("Node %s: %s", meta.getName(), problem));
                listener.nodeChanged(observed);
            } catch (RuntimeException e) {
                LOG.errorf(e, "Node %s can't be read: it is left out", meta.getName());
            }
        }
    }

    private void tellPod(Pod changed) {
        ObjectMeta meta = changed.getMetadata();
        synchronized (telling) {
            if (closed || !synced) {
                return;
            }
            Pod pod = pods.getStore().getByKey(Cache.namespaceKeyFunc(meta.getNamespace(), meta.getName()));
            if (pod == null) {
                listener.podRemoved(new PodKey(meta.getNamespace(), meta.getName()));
                return;
            }
            try {
                listener.podChanged(podFacts.observe(pod));
            } catch (RuntimeException e) {
                // One object that is like no other must not take the rest with it.
                LOG.errorf(e, "Pod %s/%s can't be read: it is left out", meta.getNamespace(), meta.getName());
                tellUnreadable(pod, e);
            }
        }
    }

    /** The Pod itself is told, by whoever leads. */
    private void tellUnreadable(Pod pod, RuntimeException cause) {
        try {
            podFacts.unreadable(pod, cause).ifPresent(listener::podChanged);
        } catch (RuntimeException e) {
            LOG.errorf(e, "nor can it be told: there is no saying which Pod it is");
        }
    }

    /** A condition of a Pod as it was seen last; empty if it hasn't got that, or another Pod has its name. */
    Optional<PodCondition> condition(PodKey key, Uid uid, String type) {
        Pod pod = pods.getStore().getByKey(Cache.namespaceKeyFunc(key.namespace(), key.name()));
        if (pod == null || !uid.value().equals(pod.getMetadata().getUid()) || pod.getStatus() == null) {
            return Optional.empty();
        }
        return pod.getStatus().getConditions().stream()
                .filter(condition -> type.equals(condition.getType()))
                .findFirst();
    }

    @Override
    public void close() {
        synchronized (telling) {
            closed = true;
        }
        pods.stop();
        nodes.stop();
        others.forEach(SharedIndexInformer::stop);
    }

    /** Looks at the object whatever happened to it. */
    private record Look<T extends HasMetadata>(Consumer<T> teller) implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T object) {
            teller.accept(object);
        }

        @Override
        public void onUpdate(T before, T now) {
            teller.accept(now);
        }

        @Override
        public void onDelete(@Nullable T object, boolean finalStateUnknown) {
            if (object != null) {
                teller.accept(object);
            }
        }
    }
}

package dev.kubewasm.scheduler.app.kubernetes;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.app.kubernetes.ToldObjects.News;
import dev.kubewasm.scheduler.kubernetes.NodeFactsFactory;
import dev.kubewasm.scheduler.kubernetes.ObservedObjects;
import dev.kubewasm.scheduler.kubernetes.PodFactsFactory;
import dev.kubewasm.scheduler.port.ClusterListener;
import dev.kubewasm.scheduler.port.ClusterPort;
import dev.kubewasm.scheduler.port.ObservedNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.storage.CSIDriver;
import io.fabric8.kubernetes.api.model.storage.CSINode;
import io.fabric8.kubernetes.api.model.storage.CSIStorageCapacity;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
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

    private static final Set<String> OWN_CONDITIONS = Set.of("PodScheduled", "DisruptionTarget");

    private static final Comparator<HasMetadata> BY_NAME = Comparator.comparing(
                    (HasMetadata object) -> text(object.getMetadata().getNamespace()))
            .thenComparing(object -> object.getMetadata().getName());
    private static final Comparator<HasMetadata> BY_AGE_AND_NAME = Comparator.comparing(
                    (HasMetadata object) -> text(object.getMetadata().getCreationTimestamp()))
            .thenComparing(BY_NAME);

    private final Watched<Node> nodes;
    private final Watched<Pod> pods;
    private final List<Watched<? extends HasMetadata>> others;
    private final PodFactsFactory podFacts;
    private final ClusterListener listener;
    private final Object telling = new Object();
    private boolean synced;
    private boolean closed;

    private ClusterWatch(
            KubernetesClient client, ReplicaSets replicaSets, PodFactsFactory podFacts, ClusterListener listener) {
        this.nodes = new Watched<>(client.nodes().runnableInformer(0), new ToldObjects<>(Node::new));
        this.pods = new Watched<>(
                client.pods().inAnyNamespace().runnableInformer(0),
                new ToldObjects<>(Pod::new, ClusterWatch::keepConditions));
        this.others = List.of(
                replicaSets.watched(),
                watched(client.namespaces().runnableInformer(0), Namespace::new),
                watched(client.services().inAnyNamespace().runnableInformer(0), Service::new),
                watched(client.apps().statefulSets().inAnyNamespace().runnableInformer(0), StatefulSet::new),
                watched(
                        client.replicationControllers().inAnyNamespace().runnableInformer(0),
                        ReplicationController::new),
                watched(
                        client.policy()
                                .v1()
                                .podDisruptionBudget()
                                .inAnyNamespace()
                                .runnableInformer(0),
                        PodDisruptionBudget::new),
                watched(client.persistentVolumes().runnableInformer(0), PersistentVolume::new),
                watched(
                        client.persistentVolumeClaims().inAnyNamespace().runnableInformer(0),
                        PersistentVolumeClaim::new),
                watched(client.storage().v1().storageClasses().runnableInformer(0), StorageClass::new),
                watched(client.storage().v1().csiNodes().runnableInformer(0), CSINode::new),
                watched(client.storage().v1().csiDrivers().runnableInformer(0), CSIDriver::new),
                watched(
                        client.storage()
                                .v1()
                                .csiStorageCapacities()
                                .inAnyNamespace()
                                .runnableInformer(0),
                        CSIStorageCapacity::new),
                watched(client.storage().v1().volumeAttachments().runnableInformer(0), VolumeAttachment::new));
        this.podFacts = podFacts;
        this.listener = listener;
    }

    private static <T extends HasMetadata> Watched<T> watched(SharedIndexInformer<T> informer, Supplier<T> empty) {
        return new Watched<>(informer, new ToldObjects<>(empty));
    }

    /** Those that this scheduler sets: who sets one again must know since when it has been so. */
    private static void keepConditions(Pod whole, Pod remains) {
        if (whole.getStatus() == null) {
            return;
        }
        List<PodCondition> kept = whole.getStatus().getConditions().stream()
                .filter(condition -> condition.getType() != null && OWN_CONDITIONS.contains(condition.getType()))
                .toList();
        if (!kept.isEmpty()) {
            PodStatus status = new PodStatus();
            status.setConditions(kept);
            remains.setStatus(status);
        }
    }

    static ClusterWatch start(
            KubernetesClient client, ReplicaSets replicaSets, PodFactsFactory podFacts, ClusterListener listener) {
        ClusterWatch watch = new ClusterWatch(client, replicaSets, podFacts, listener);
        watch.start();
        return watch;
    }

    private void start() {
        nodes.informer().addEventHandler(new Look<>(this::tellNode));
        pods.informer().addEventHandler(new Look<>(this::tellPod));
        others.forEach(this::look);
        List<SharedIndexInformer<?>> all = informers();
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

    private List<SharedIndexInformer<?>> informers() {
        List<SharedIndexInformer<?>> all = new ArrayList<>();
        others.forEach(other -> all.add(other.informer()));
        all.add(nodes.informer());
        all.add(pods.informer());
        return all;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private void tellAll() {
        synchronized (telling) {
            synced = true;
            others.forEach(this::tellAll);
            // A store has no order: so the same cluster is told the same, and Pods keep their turn when a scheduler
            // takes over.
            nodes.objects().values().sorted(BY_NAME).forEach(this::tellNode);
            pods.objects().values().sorted(BY_AGE_AND_NAME).forEach(this::tellPod);
            if (!closed) {
                listener.synced();
            }
        }
    }

    private <T extends HasMetadata> void tellAll(Watched<T> other) {
        other.objects().values().forEach(object -> tellOther(other.objects(), object));
    }

    private <T extends HasMetadata> void look(Watched<T> other) {
        other.informer().addEventHandler(new Look<>(object -> tellOther(other.objects(), object)));
    }

    private <T extends HasMetadata> void tellOther(ToldObjects<T> objects, T mentioned) {
        tell(
                objects,
                mentioned,
                object -> {
                    List<String> problems = new ArrayList<>();
                    ObservedObjects.observe(object, problems).ifPresent(listener::objectChanged);
                    problems.forEach(problem -> LOG.warnf("%s: %s", what(object), problem));
                },
                () -> ObservedObjects.id(mentioned).ifPresent(listener::objectRemoved));
    }

    private static String what(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getName();
    }

    private void tellNode(Node mentioned) {
        tell(
                nodes.objects(),
                mentioned,
                node -> {
                    ObservedNode observed = NodeFactsFactory.observe(node);
                    observed.problems().forEach(problem -> LOG.warnf("%s: %s", what(node), problem));
                    listener.nodeChanged(observed);
                },
                () -> listener.nodeRemoved(new NodeName(mentioned.getMetadata().getName())));
    }

    private void tellPod(Pod mentioned) {
        ObjectMeta meta = mentioned.getMetadata();
        tell(
                pods.objects(),
                mentioned,
                pod -> {
                    try {
                        listener.podChanged(podFacts.observe(pod));
                    } catch (RuntimeException e) {
                        LOG.errorf(
                                e, "Pod %s/%s can't be read: it can't be placed", meta.getNamespace(), meta.getName());
                        // By whoever leads, to the Pod itself.
                        podFacts.unreadable(pod, e).ifPresent(listener::podChanged);
                    }
                },
                () -> listener.podRemoved(new PodKey(meta.getNamespace(), meta.getName())));
    }

    /** Tells what there is to tell of the object with the name of {@code mentioned}, as the store has it now. */
    private <T extends HasMetadata> void tell(ToldObjects<T> objects, T mentioned, Consumer<T> changed, Runnable gone) {
        synchronized (telling) {
            if (closed || !synced) {
                return;
            }
            switch (objects.news(mentioned)) {
                case News.Gone<T> _ -> gone.run();
                case News.None<T> _ -> {}
                case News.Changed<T>(T object) -> {
                    try {
                        changed.accept(object);
                    } catch (RuntimeException e) {
                        // One object that is like no other must not take the rest with it.
                        LOG.errorf(e, "%s can't be read: it is left out", what(object));
                    }
                    objects.told(object);
                }
            }
        }
    }

    /** A condition of a Pod as it was seen last; empty if it hasn't got that, or another Pod has its name. */
    Optional<PodCondition> condition(PodKey key, Uid uid, String type) {
        Pod pod = pods.objects().get(Cache.namespaceKeyFunc(key.namespace(), key.name()));
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
        informers().forEach(SharedIndexInformer::stop);
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

package dev.kubewasm.cli.cluster;

import dev.kubewasm.cli.manifest.Manifest;
import dev.kubewasm.cli.manifest.ManifestProblem;
import dev.kubewasm.node.NodeCluster;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.kubernetes.ObservedObjects;
import dev.kubewasm.scheduler.kubernetes.WorkloadLookup;
import dev.kubewasm.scheduler.port.Binding;
import dev.kubewasm.scheduler.port.ClusterListener;
import dev.kubewasm.scheduler.port.ClusterObject;
import dev.kubewasm.scheduler.port.ClusterPort;
import dev.kubewasm.scheduler.port.ConfigMapSource;
import dev.kubewasm.scheduler.port.PodEvent;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The objects of a run, with the guarantees of an API server that the scheduler and the nodes build on: a Binding is
 * guarded by the Pod's uid and happens once, its annotations become the Pod's in the same step, and watchers hear of
 * changes in their order. Changes reach watchers when {@link #deliver()} is called, as they reach a real watcher: later.
 *
 * <p>Safe for use by several threads.
 */
public final class EmbeddedCluster implements ClusterPort, NodeCluster, WorkloadLookup, ConfigMapSource {
    /** The most replicas of one Deployment that a run makes. */
    static final int MAX_REPLICAS = 10_000;

    private final ClusterObjects observe;
    private final InstantSource clock;
    private final Map<String, Node> nodes = new TreeMap<>();
    private final Map<PodKey, Pod> pods = new LinkedHashMap<>();
    private final Map<String, ConfigMap> configMaps = new TreeMap<>();
    private final Map<String, ReplicaSet> replicaSets = new TreeMap<>();
    private final List<ClusterObject> objects = new ArrayList<>();
    private final List<PodEvent> events = new ArrayList<>();
    private final List<ClusterListener> listeners = new CopyOnWriteArrayList<>();
    private final Queue<Consumer<ClusterListener>> undelivered = new ArrayDeque<>();

    /**
     * An empty cluster.
     *
     * @param observe turns its objects into what a scheduler observes
     * @param clock dates the conditions
     */
    public EmbeddedCluster(ClusterObjects observe, InstantSource clock) {
        this.observe = observe;
        this.clock = clock;
    }

    /**
     * Admits and stores the objects, and makes the Pods of Deployments; those of a Deployment that a cluster had are what that
     * cluster had.
     *
     * @return what was refused; nothing is stored unless it is empty
     */
    public synchronized List<ManifestProblem> apply(List<Manifest> manifests) {
        List<ManifestProblem> problems = Admission.admit(manifests);
        if (problems.isEmpty()) {
            manifests.forEach(manifest -> store(manifest.object(), manifest.observed()));
        }
        return problems;
    }

    private void store(HasMetadata object, boolean observed) {
        complete(object);
        switch (object) {
            case ConfigMap map -> configMaps.put(key(map.getMetadata()), map);
            case Namespace namespace -> {
                // As the API server labels every namespace.
                namespace
                        .getMetadata()
                        .setLabels(new TreeMap<>(Objects.requireNonNullElse(
                                namespace.getMetadata().getLabels(), Map.<String, String>of())));
                namespace
                        .getMetadata()
                        .getLabels()
                        .put(
                                "kubernetes.io/metadata.name",
                                namespace.getMetadata().getName());
                addObject(namespace);
            }
            case Node node -> add(node);
            case Pod pod -> add(pod);
            case ReplicaSet set -> add(set);
            case Deployment deployment
            when !observed -> {
                ReplicaSet set = DeploymentPods.replicaSet(deployment);
                complete(set);
                add(set);
                DeploymentPods.pods(set).forEach(pod -> {
                    complete(pod);
                    add(pod);
                });
            }
            default -> addObject(object);
        }
    }

    private void add(ReplicaSet set) {
        replicaSets.put(key(set.getMetadata()), set);
        addObject(set);
    }

    /** Adds a node, for example one made up because the folder has none. */
    public synchronized void add(Node node) {
        complete(node);
        nodes.put(node.getMetadata().getName(), node);
        tell(listener -> listener.nodeChanged(observe.node(node)));
    }

    /** Something besides nodes and Pods that the rules about Pods look at. */
    private void addObject(HasMetadata object) {
        ObservedObjects.observe(object, new ArrayList<>()).ifPresent(observed -> {
            objects.add(observed);
            tell(listener -> listener.objectChanged(observed));
        });
    }

    private void add(Pod pod) {
        if (pod.getStatus() == null || pod.getStatus().getPhase() == null) {
            pod.setStatus(new PodStatusBuilder().withPhase("Pending").build());
        }
        changed(pod);
    }

    /** The uid of an object follows from its name: a run's uids repeat. */
    private void complete(HasMetadata object) {
        ObjectMeta metadata = object.getMetadata();
        if (metadata.getUid() == null) {
            String identity = object.getKind() + "/" + key(metadata);
            metadata.setUid(UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8))
                    .toString());
        }
        if (metadata.getCreationTimestamp() == null) {
            metadata.setCreationTimestamp(now());
        }
    }

    @Override
    public synchronized Watch watch(ClusterListener listener) {
        objects.forEach(listener::objectChanged);
        nodes.values().forEach(node -> listener.nodeChanged(observe.node(node)));
        pods.values().forEach(pod -> listener.podChanged(observe.pod(pod)));
        listener.synced();
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Tells the watchers what has changed since the last call; returns whether there was anything to tell. */
    public boolean deliver() {
        boolean told = false;
        for (Optional<Consumer<ClusterListener>> next = take(); next.isPresent(); next = take()) {
            listeners.forEach(next.get());
            told = true;
        }
        return told;
    }

    private synchronized Optional<Consumer<ClusterListener>> take() {
        return Optional.ofNullable(undelivered.poll());
    }

    private void tell(Consumer<ClusterListener> change) {
        if (!listeners.isEmpty()) {
            undelivered.add(change);
        }
    }

    @Override
    public synchronized BindAnswer bind(Binding binding) {
        Pod pod = pods.get(binding.pod());
        if (pod == null) {
            return new BindAnswer.Conflict("pods \"" + binding.pod().name() + "\" not found");
        }
        if (!pod.getMetadata().getUid().equals(binding.uid().value())) {
            return new BindAnswer.Conflict("uid " + binding.uid().value() + " is not that of Pod " + binding.pod());
        }
        if (pod.getSpec().getNodeName() != null) {
            return new BindAnswer.Conflict("pod " + binding.pod().name() + " is already assigned to node \""
                    + pod.getSpec().getNodeName() + "\"");
        }
        if (!nodes.containsKey(binding.node().value())) {
            return new BindAnswer.Rejected("nodes \"" + binding.node().value() + "\" not found");
        }
        changed(new PodBuilder(pod)
                .editMetadata()
                .addToAnnotations(binding.annotations())
                .endMetadata()
                .editSpec()
                .withNodeName(binding.node().value())
                .endSpec()
                .withStatus(withScheduled(pod.getStatus(), "True", null, null))
                .build());
        return new BindAnswer.Bound();
    }

    @Override
    public synchronized void record(PodEvent event) {
        events.add(event);
    }

    @Override
    public synchronized void markUnschedulable(PodKey key, Uid uid, String message) {
        find(key, uid)
                .ifPresent(pod -> changed(new PodBuilder(pod)
                        .withStatus(withScheduled(pod.getStatus(), "False", "Unschedulable", message))
                        .build()));
    }

    @Override
    public synchronized void nominate(PodKey key, Uid uid, Optional<NodeName> node) {
        find(key, uid)
                .ifPresent(pod -> changed(new PodBuilder(pod)
                        .editOrNewStatus()
                        .withNominatedNodeName(node.map(NodeName::value).orElse(null))
                        .endStatus()
                        .build()));
    }

    /** Pods of a run have no controllers that would make new ones: one that leaves is gone. */
    @Override
    public synchronized void preempt(PodKey victim, Uid uid, String message) {
        find(victim, uid).ifPresent(pod -> {
            pods.remove(victim);
            tell(listener -> listener.podRemoved(victim));
        });
    }

    private PodStatus withScheduled(
            PodStatus status,
            String value,
            @org.jspecify.annotations.Nullable String reason,
            @org.jspecify.annotations.Nullable String message) {
        return new PodStatusBuilder(status)
                .removeMatchingFromConditions(
                        c -> Objects.requireNonNullElse(c.getType(), "").equals("PodScheduled"))
                .addToConditions(new PodConditionBuilder()
                        .withType("PodScheduled")
                        .withStatus(value)
                        .withReason(reason)
                        .withMessage(message)
                        .withLastTransitionTime(now())
                        .build())
                .build();
    }

    @Override
    public synchronized List<Pod> pods(NodeName node) {
        return pods.values().stream()
                .filter(pod -> node.value().equals(pod.getSpec().getNodeName()))
                .toList();
    }

    @Override
    public synchronized void updateStatus(PodKey key, Uid uid, PodStatus status) {
        find(key, uid)
                .filter(pod -> !status.equals(pod.getStatus()))
                .ifPresent(pod -> changed(new PodBuilder(pod).withStatus(status).build()));
    }

    /** A run's folder holds no Secrets. */
    @Override
    public Optional<Secret> secret(String namespace, String name) {
        return Optional.empty();
    }

    /** Nothing is deleted in a run. */
    @Override
    public void remove(PodKey pod, Uid uid) {
        throw new IllegalStateException("Pod " + pod + " was never deleted");
    }

    @Override
    public synchronized Optional<ConfigMap> configMap(String namespace, String name) {
        return Optional.ofNullable(configMaps.get(namespace + "/" + name));
    }

    @Override
    public Optional<String> value(String namespace, String name, String key) {
        return configMap(namespace, name)
                .flatMap(map -> Optional.ofNullable(map.getData()))
                .flatMap(data -> Optional.ofNullable(data.get(key)));
    }

    @Override
    public synchronized Optional<OwnerReference> controllerOfReplicaSet(String namespace, String name) {
        return Optional.ofNullable(replicaSets.get(namespace + "/" + name))
                .flatMap(set -> set.getMetadata().getOwnerReferences().stream()
                        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                        .findFirst());
    }

    /** All Pods, in the order of their creation. */
    public synchronized List<Pod> pods() {
        return List.copyOf(pods.values());
    }

    /** What there is besides nodes and Pods that the rules about Pods look at. */
    public synchronized List<ClusterObject> objects() {
        return List.copyOf(objects);
    }

    /** All nodes, by name. */
    public synchronized Collection<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    /** The events recorded about a Pod, oldest first. */
    public synchronized List<PodEvent> events(PodKey pod) {
        return events.stream().filter(e -> e.pod().equals(pod)).toList();
    }

    private Optional<Pod> find(PodKey key, Uid uid) {
        return Optional.ofNullable(pods.get(key))
                .filter(pod -> pod.getMetadata().getUid().equals(uid.value()));
    }

    private void changed(Pod pod) {
        pods.put(new PodKey(pod.getMetadata().getNamespace(), pod.getMetadata().getName()), pod);
        tell(listener -> listener.podChanged(observe.pod(pod)));
    }

    private String now() {
        return Instant.ofEpochSecond(clock.instant().getEpochSecond()).toString();
    }

    private static String key(ObjectMeta metadata) {
        return Objects.requireNonNullElse(metadata.getNamespace(), "") + "/" + metadata.getName();
    }
}

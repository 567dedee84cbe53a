package dev.kubewasm.cli.manifest;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.storage.CSIDriver;
import io.fabric8.kubernetes.api.model.storage.CSINode;
import io.fabric8.kubernetes.api.model.storage.CSIStorageCapacity;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which kinds a command reads, and which it may leave out without changing its answer. */
public enum Kinds {
    /** What {@code run} reads: what someone wrote, as if it were given to an API server. */
    RUN("run", false),
    /** What {@code rebalance} reads: PodDisruptionBudgets besides, and what a cluster says. */
    REBALANCE("rebalance", true),
    /**
     * What {@code simulate} reads: Services besides, by which kube-scheduler spreads Pods, PodDisruptionBudgets, and what a
     * cluster says.
     */
    SIMULATE("simulate", true),
    /** What {@code explain} reads: Services besides, and what a cluster says. */
    EXPLAIN("explain", true);

    /** {@code apiVersion/kind} to the class that holds it. */
    private static final Map<String, Class<? extends HasMetadata>> READ = Map.of(
            "v1/Namespace", Namespace.class,
            "v1/Node", Node.class,
            "v1/Pod", Pod.class,
            "v1/ConfigMap", ConfigMap.class,
            "apps/v1/Deployment", Deployment.class,
            "node.k8s.io/v1/RuntimeClass", RuntimeClass.class);

    /** What besides is read if it comes from a cluster: nothing here would do the work of its controllers. */
    private static final Map<String, Class<? extends HasMetadata>> OBSERVED = Map.ofEntries(
            Map.entry("v1/Service", Service.class),
            Map.entry("v1/ReplicationController", ReplicationController.class),
            Map.entry("apps/v1/ReplicaSet", ReplicaSet.class),
            Map.entry("apps/v1/StatefulSet", StatefulSet.class),
            Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("v1/PersistentVolume", PersistentVolume.class),
            Map.entry("v1/PersistentVolumeClaim", PersistentVolumeClaim.class),
            Map.entry("storage.k8s.io/v1/StorageClass", StorageClass.class),
            Map.entry("storage.k8s.io/v1/CSINode", CSINode.class),
            Map.entry("storage.k8s.io/v1/CSIDriver", CSIDriver.class),
            Map.entry("storage.k8s.io/v1/CSIStorageCapacity", CSIStorageCapacity.class),
            Map.entry("storage.k8s.io/v1/VolumeAttachment", VolumeAttachment.class));

    /** Objects about access, network and policy: a command that doesn't read them has no use for them, and no Pod comes of them. */
    private static final Set<String> LEFT_OUT = Set.of(
            "Service",
            "ServiceAccount",
            "Role",
            "RoleBinding",
            "ClusterRole",
            "ClusterRoleBinding",
            "NetworkPolicy",
            "Ingress",
            "HorizontalPodAutoscaler",
            "PodDisruptionBudget",
            "ResourceQuota",
            "LimitRange");

    private final String command;
    private final boolean observes;

    Kinds(String command, boolean observes) {
        this.command = command;
        this.observes = observes;
    }

    private Map<String, Class<? extends HasMetadata>> besides() {
        return switch (this) {
            case RUN -> Map.of();
            case REBALANCE -> Map.of("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class);
            case SIMULATE ->
                Map.of("v1/Service", Service.class, "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class);
            case EXPLAIN -> Map.of("v1/Service", Service.class);
        };
    }

    /** The command that reads them. */
    String command() {
        return command;
    }

    /**
     * Whether an object with a uid is one that a cluster has: then it is taken as it is. Such a command also passes over fields
     * that it doesn't know, and says so.
     */
    boolean observes() {
        return observes;
    }

    /** The class for an object of this kind, if the command reads it. */
    Optional<Class<? extends HasMetadata>> read(String apiVersion, String kind, boolean observed) {
        String name = apiVersion + "/" + kind;
        return Stream.of(READ, besides(), observed ? OBSERVED : READ)
                .filter(known -> known.containsKey(name))
                .<Class<? extends HasMetadata>>map(known -> known.get(name))
                .findFirst();
    }

    /** The version in which a kind is read that an object has another version of, if that is all that is in the way. */
    Optional<String> otherVersion(String apiVersion, String kind, boolean observed) {
        return Stream.of(READ, besides(), observed ? OBSERVED : READ)
                .flatMap(known -> known.keySet().stream())
                .filter(name -> name.endsWith("/" + kind))
                .map(name -> name.substring(0, name.lastIndexOf('/')))
                .filter(read -> group(read).equals(group(apiVersion)) && !read.equals(apiVersion))
                .findFirst();
    }

    private static String group(String apiVersion) {
        return apiVersion.substring(0, Math.max(0, apiVersion.indexOf('/')));
    }

    /** Whether an object of a kind that isn't read changes nothing. */
    boolean leftOut(String kind, boolean observed) {
        return observed || LEFT_OUT.contains(kind);
    }

    /** The kinds it reads, for messages. */
    String names() {
        return Stream.of(READ, besides())
                .flatMap(known -> known.keySet().stream())
                .map(name -> name.substring(name.lastIndexOf('/') + 1))
                .sorted()
                .collect(Collectors.joining(", "));
    }
}

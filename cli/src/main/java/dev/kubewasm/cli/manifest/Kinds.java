package dev.kubewasm.cli.manifest;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which kinds a run reads, and which it may leave out without changing what would run. */
final class Kinds {
    /** {@code apiVersion/kind} to the class that holds it. */
    private static final Map<String, Class<? extends HasMetadata>> READ = Map.of(
            "v1/Namespace", Namespace.class,
            "v1/Node", Node.class,
            "v1/Pod", Pod.class,
            "v1/ConfigMap", ConfigMap.class,
            "apps/v1/Deployment", Deployment.class,
            "node.k8s.io/v1/RuntimeClass", RuntimeClass.class);

    /** Objects about access, network and policy: a run on one machine has no use for them, and no Pod comes of them. */
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

    private Kinds() {}

    /** The class for an object of this kind, if a run reads it. */
    static Optional<Class<? extends HasMetadata>> read(String apiVersion, String kind) {
        return Optional.ofNullable(READ.get(apiVersion + "/" + kind));
    }

    static boolean leftOut(String kind) {
        return LEFT_OUT.contains(kind);
    }

    /** The kinds a run reads, for messages. */
    static String names() {
        return "ConfigMap, Deployment, Namespace, Node, Pod, RuntimeClass";
    }
}

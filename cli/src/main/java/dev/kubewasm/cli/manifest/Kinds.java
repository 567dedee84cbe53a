package dev.kubewasm.cli.manifest;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which kinds a command reads, and which it may leave out without changing its answer. */
public enum Kinds {
    /** What {@code run} reads. */
    RUN("run"),
    /** What {@code rebalance} reads: PodDisruptionBudgets besides. */
    REBALANCE("rebalance");

    /** {@code apiVersion/kind} to the class that holds it. */
    private static final Map<String, Class<? extends HasMetadata>> READ = Map.of(
            "v1/Namespace", Namespace.class,
            "v1/Node", Node.class,
            "v1/Pod", Pod.class,
            "v1/ConfigMap", ConfigMap.class,
            "apps/v1/Deployment", Deployment.class,
            "node.k8s.io/v1/RuntimeClass", RuntimeClass.class);

    private static final String BUDGET = "PodDisruptionBudget";

    /** Objects about access, network and policy: neither command has a use for them, and no Pod comes of them. */
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
            BUDGET,
            "ResourceQuota",
            "LimitRange");

    private final String command;

    Kinds(String command) {
        this.command = command;
    }

    /** The command that reads them. */
    String command() {
        return command;
    }

    /** The class for an object of this kind, if the command reads it. */
    Optional<Class<? extends HasMetadata>> read(String apiVersion, String kind) {
        return this == REBALANCE && kind.equals(BUDGET) && apiVersion.equals("policy/v1")
                ? Optional.of(PodDisruptionBudget.class)
                : Optional.ofNullable(READ.get(apiVersion + "/" + kind));
    }

    boolean leftOut(String kind) {
        return LEFT_OUT.contains(kind) && !(this == REBALANCE && kind.equals(BUDGET));
    }

    /** The kinds it reads, for messages. */
    String names() {
        return "ConfigMap, Deployment, Namespace, Node, Pod, "
                + (this == REBALANCE ? BUDGET + ", RuntimeClass" : "RuntimeClass");
    }
}

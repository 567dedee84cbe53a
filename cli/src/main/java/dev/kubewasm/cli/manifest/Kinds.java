package dev.kubewasm.cli.manifest;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which kinds a command reads, and which it may leave out without changing its answer. */
public enum Kinds {
    /** What {@code run} reads. */
    RUN("run"),
    /** What {@code rebalance} reads: PodDisruptionBudgets besides. */
    REBALANCE("rebalance", PodDisruptionBudget.class),
    /** What {@code simulate} reads: Services besides, by which kube-scheduler spreads Pods. */
    SIMULATE("simulate", Service.class);

    /** {@code apiVersion/kind} to the class that holds it. */
    private static final Map<String, Class<? extends HasMetadata>> READ = Map.of(
            "v1/Namespace", Namespace.class,
            "v1/Node", Node.class,
            "v1/Pod", Pod.class,
            "v1/ConfigMap", ConfigMap.class,
            "apps/v1/Deployment", Deployment.class,
            "node.k8s.io/v1/RuntimeClass", RuntimeClass.class);

    private static final Map<Class<? extends HasMetadata>, String> BESIDES =
            Map.of(PodDisruptionBudget.class, "policy/v1/PodDisruptionBudget", Service.class, "v1/Service");

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
    private final Optional<Class<? extends HasMetadata>> besides;

    Kinds(String command) {
        this.command = command;
        this.besides = Optional.empty();
    }

    Kinds(String command, Class<? extends HasMetadata> besides) {
        this.command = command;
        this.besides = Optional.of(besides);
    }

    /** The command that reads them. */
    String command() {
        return command;
    }

    /** The class for an object of this kind, if the command reads it. */
    Optional<Class<? extends HasMetadata>> read(String apiVersion, String kind) {
        String name = apiVersion + "/" + kind;
        return besides.filter(type -> name.equals(BESIDES.get(type))).or(() -> Optional.ofNullable(READ.get(name)));
    }

    boolean leftOut(String kind) {
        return LEFT_OUT.contains(kind)
                && besides.filter(type -> type.getSimpleName().equals(kind)).isEmpty();
    }

    /** The kinds it reads, for messages. */
    String names() {
        return Stream.concat(READ.keySet().stream(), besides.stream().map(BESIDES::get))
                .map(name -> name.substring(name.lastIndexOf('/') + 1))
                .sorted()
                .collect(Collectors.joining(", "));
    }
}

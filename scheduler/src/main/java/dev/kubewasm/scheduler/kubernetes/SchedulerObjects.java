package dev.kubewasm.scheduler.kubernetes;

import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.framework.HostPort;
import dev.kubewasm.scheduler.framework.Importance;
import dev.kubewasm.scheduler.framework.NodeSpec;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.PodLife;
import dev.kubewasm.scheduler.framework.profile.DisruptionBudget;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Kubernetes objects as the plugins need them. Objects are taken as the API server stores them. What can't be read is
 * left out and named in {@code problems}, one sentence each.
 */
public final class SchedulerObjects {
    /** The controllers whose selectors kube-scheduler asks for. */
    private static final Set<String> SELECTING =
            Set.of("v1 ReplicationController", "apps/v1 ReplicaSet", "apps/v1 StatefulSet");

    private static final Set<String> FINISHED = Set.of("Succeeded", "Failed");

    private SchedulerObjects() {}

    /** Whether {@code pod} has come to its end: it takes nothing from its node any more. */
    public static boolean finished(Pod pod) {
        return pod.getStatus() != null
                && FINISHED.contains(String.valueOf(pod.getStatus().getPhase()));
    }

    /**
     * A Pod.
     *
     * @throws IllegalArgumentException if it has no name or no spec
     */
    public static PodInfo pod(Pod pod, List<String> problems) {
        ObjectMeta meta = pod.getMetadata();
        PodSpec spec = pod.getSpec();
        if (meta == null || meta.getName() == null || spec == null) {
            throw new IllegalArgumentException("a Pod without name or spec");
        }
        List<String> own = new ArrayList<>();
        PodInfo info = pod(meta, spec, pod.getStatus(), PodRequests.of(spec, pod.getStatus(), own), own);
        own.forEach(problem -> problems.add("Pod " + info.key() + ": " + problem));
        return info;
    }

    /** A Pod that has a name and these requests. */
    static PodInfo pod(
            ObjectMeta meta, PodSpec spec, @Nullable PodStatus status, PodRequests requests, List<String> problems) {
        PodKey key = new PodKey(meta.getNamespace() == null ? "default" : meta.getNamespace(), meta.getName());
        Map<String, String> labels = Maps.sorted(meta.getLabels());
        PodAffinities affinities = new PodAffinities(key.namespace(), labels, problems);
        return new PodInfo(
                key,
                new Uid(meta.getUid() == null ? key.toString() : meta.getUid()),
                labels,
                importance(spec, status),
                requests.forScheduler(),
                NodeAffinities.of(spec, problems),
                Tolerations.of(Maps.list(spec.getTolerations()), problems),
                ports(spec),
                containers(spec)
                        .map(Container::getImage)
                        .map(SchedulerObjects::tagged)
                        .toList(),
                affinities.affinity(spec.getAffinity()),
                affinities.spread(spec),
                Workloads.controller(Maps.list(meta.getOwnerReferences()))
                        .filter(owner -> SELECTING.contains(owner.getApiVersion() + " " + owner.getKind()))
                        .map(owner -> new PodInfo.Workload(owner.getKind(), owner.getName())),
                PodVolumeSources.of(key.name(), Maps.list(spec.getVolumes()), problems),
                life(meta, status),
                named(spec.getNodeName()));
    }

    /** A selector of labels; by one that can't be read nothing is selected. */
    public static LabelSelector selector(
            io.fabric8.kubernetes.api.model.@Nullable LabelSelector selector, String where, List<String> problems) {
        return LabelSelectors.of(selector, where, problems);
    }

    /** Node affinity that isn't a Pod's own. */
    public static NodeRequirement nodeAffinity(NodeAffinity affinity, List<String> problems) {
        return NodeAffinities.of(Map.of(), affinity, problems);
    }

    private static Importance importance(PodSpec spec, @Nullable PodStatus status) {
        return new Importance(
                spec.getPriority() == null ? 0 : spec.getPriority(),
                !"Never".equals(spec.getPreemptionPolicy()),
                named(status == null ? null : status.getNominatedNodeName()));
    }

    private static Optional<String> named(@Nullable String name) {
        return Optional.ofNullable(name).filter(n -> !n.isEmpty());
    }

    private static Stream<Container> containers(PodSpec spec) {
        return Stream.concat(Maps.list(spec.getInitContainers()).stream(), Maps.list(spec.getContainers()).stream());
    }

    /** Ports of containers that run as long as the Pod does. */
    private static List<HostPort> ports(PodSpec spec) {
        return Stream.concat(
                        Maps.list(spec.getContainers()).stream(),
                        Maps.list(spec.getInitContainers()).stream()
                                .filter(container -> "Always".equals(container.getRestartPolicy())))
                .flatMap(container -> Maps.list(container.getPorts()).stream())
                .filter(port -> port.getHostPort() != null && port.getHostPort() > 0)
                .map(SchedulerObjects::hostPort)
                .toList();
    }

    private static HostPort hostPort(ContainerPort port) {
        return new HostPort(
                named(port.getHostIP()).orElse(HostPort.ANY),
                named(port.getProtocol()).orElse("TCP"),
                port.getHostPort());
    }

    /** With the tag that is meant where there is neither tag nor digest. */
    private static String tagged(@Nullable String image) {
        String name = image == null ? "" : image;
        return name.lastIndexOf(':') <= name.lastIndexOf('/') ? name + ":latest" : name;
    }

    private static PodLife life(ObjectMeta meta, @Nullable PodStatus status) {
        boolean terminating = meta.getDeletionTimestamp() != null;
        boolean disrupted = status != null
                && Maps.list(status.getConditions()).stream()
                        .anyMatch(condition -> "DisruptionTarget".equals(condition.getType())
                                && "True".equals(condition.getStatus())
                                && "PreemptionByScheduler".equals(condition.getReason()));
        return new PodLife(terminating, terminating && disrupted, time(status == null ? null : status.getStartTime()));
    }

    private static Optional<Instant> time(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * A node.
     *
     * @throws IllegalArgumentException if it has no name
     */
    public static NodeSpec node(Node node, List<String> problems) {
        ObjectMeta meta = node.getMetadata();
        if (meta == null || meta.getName() == null) {
            throw new IllegalArgumentException("a Node without a name");
        }
        List<String> own = new ArrayList<>();
        NodeSpec spec = node(node, NodeFactsFactory.exactAllocatable(node, own), own);
        own.forEach(problem -> problems.add("Node " + spec.name() + ": " + problem));
        return spec;
    }

    /** A node that has a name and this to allocate. */
    static NodeSpec node(Node node, Map<String, BigDecimal> allocatable, List<String> problems) {
        ObjectMeta meta = node.getMetadata();
        return new NodeSpec(
                meta.getName(),
                Maps.sorted(meta.getLabels()),
                NodeFactsFactory.taints(node, problems),
                node.getSpec() != null && Boolean.TRUE.equals(node.getSpec().getUnschedulable()),
                SchedulerAmounts.of(allocatable),
                Quantities.units(allocatable.getOrDefault("pods", BigDecimal.ZERO), 0),
                NodeFactsFactory.imageSizes(node.getStatus()));
    }

    /**
     * A PodDisruptionBudget.
     *
     * @throws IllegalArgumentException if it has no name or no spec
     */
    public static DisruptionBudget budget(PodDisruptionBudget budget, List<String> problems) {
        ObjectMeta meta = budget.getMetadata();
        if (meta == null || meta.getName() == null || budget.getSpec() == null) {
            throw new IllegalArgumentException("a PodDisruptionBudget without name or spec");
        }
        LabelSelector selector = LabelSelectors.of(
                budget.getSpec().getSelector(), "PodDisruptionBudget " + meta.getName() + ": selector", problems);
        var status = budget.getStatus();
        return new DisruptionBudget(
                meta.getNamespace() == null ? "default" : meta.getNamespace(),
                selector,
                status == null || status.getDisruptionsAllowed() == null ? 0 : status.getDisruptionsAllowed(),
                status == null || status.getDisruptedPods() == null
                        ? Set.of()
                        : status.getDisruptedPods().keySet());
    }
}

package dev.kubewasm.cli.run;

import dev.kubewasm.cli.report.RunReport.How;
import dev.kubewasm.cli.report.RunReport.LinkRow;
import dev.kubewasm.cli.report.RunReport.PodRow;
import dev.kubewasm.node.NodeAgent;
import dev.kubewasm.node.NodeLink;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.scheduler.kubernetes.NodeFactsFactory;
import dev.kubewasm.scheduler.port.PodEvent;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The rows of the report, from the status of Pods and the links of nodes. */
final class Rows {
    private Rows() {}

    static PodKey key(Pod pod) {
        return new PodKey(pod.getMetadata().getNamespace(), pod.getMetadata().getName());
    }

    static List<PodRow> pods(List<Pod> pods, ScheduleProblems problems) {
        return sorted(pods).stream()
                .map(pod -> new PodRow(
                        pod.getMetadata().getNamespace(),
                        pod.getMetadata().getName(),
                        pod.getSpec().getNodeName(),
                        pod.getStatus().getPhase(),
                        reasons(pod, problems)))
                .toList();
    }

    private static List<Pod> sorted(List<Pod> pods) {
        return pods.stream().sorted(Comparator.comparing(Rows::key)).toList();
    }

    private static List<String> reasons(Pod pod, ScheduleProblems problems) {
        if (pod.getSpec().getNodeName() == null) {
            List<PodSchedulingGate> gates = pod.getSpec().getSchedulingGates();
            if (!gates.isEmpty()) {
                return List.of("Scheduling is blocked due to non-empty scheduling gates: "
                        + gates.stream().map(PodSchedulingGate::getName).collect(Collectors.joining(", "))
                        + "; a run has nobody who would take them away");
            }
            return List.of(problems.of(key(pod))
                    .orElse("it belongs to scheduler `" + pod.getSpec().getSchedulerName()
                            + "`, which isn't here: a run places Pods of `kube-wasm` and of the default scheduler"));
        }
        if (pod.getStatus().getReason() != null) {
            return List.of(pod.getStatus().getReason() + ": " + pod.getStatus().getMessage());
        }
        List<String> reasons = new ArrayList<>();
        for (ContainerStatus container : pod.getStatus().getContainerStatuses()) {
            ContainerStateWaiting waiting = container.getState().getWaiting();
            ContainerStateTerminated terminated = container.getState().getTerminated();
            if (waiting != null) {
                reasons.add(
                        "container " + container.getName() + ": " + waiting.getReason() + ": " + waiting.getMessage());
            } else if (terminated != null && terminated.getExitCode() != 0) {
                reasons.add("container " + container.getName() + ": " + terminated.getReason() + ": exit code "
                        + terminated.getExitCode()
                        + (terminated.getMessage() == null ? "" : ": " + terminated.getMessage()));
            }
        }
        return reasons;
    }

    static List<LinkRow> links(List<Pod> pods, List<NodeAgent> agents) {
        List<LinkRow> rows = new ArrayList<>();
        for (Pod pod : sorted(pods)) {
            boolean several = pod.getSpec().getContainers().size() > 1;
            for (NodeAgent agent : agents) {
                agent.links(key(pod)).forEach((container, links) -> {
                    String consumer = key(pod) + (several ? "/" + container : "");
                    links.forEach(link -> rows.add(row(consumer, link, agent)));
                });
            }
        }
        return rows;
    }

    private static LinkRow row(String consumer, NodeLink link, NodeAgent agent) {
        return switch (link.supplier()) {
            case NodeLink.Supplier.Host() ->
                new LinkRow(consumer, link.importName(), How.HOST, agent.name().value());
            case NodeLink.Supplier.Container(String container) ->
                new LinkRow(consumer, link.importName(), How.CONTAINER, container);
            case NodeLink.Supplier.Provider(PodKey pod) ->
                new LinkRow(consumer, link.importName(), How.IN_PROCESS, pod.toString());
        };
    }

    /** What can't be read of nodes, and so counts as nothing. */
    static List<String> nodeNotices(Collection<Node> nodes) {
        return nodes.stream()
                .flatMap(node -> NodeFactsFactory.observe(node).problems().stream()
                        .map(problem -> "Node " + node.getMetadata().getName() + ": " + problem))
                .toList();
    }

    /** Pods that are placed well, on nodes that nobody in this process runs. */
    static List<String> notices(List<Pod> pods, List<NodeAgent> agents) {
        Set<String> here = agents.stream().map(agent -> agent.name().value()).collect(Collectors.toSet());
        return sorted(pods).stream()
                .filter(pod -> pod.getSpec().getNodeName() != null
                        && !here.contains(Objects.requireNonNull(pod.getSpec().getNodeName())))
                .map(pod -> key(pod) + ": placed on " + pod.getSpec().getNodeName()
                        + ", which is no runtime node of this process: it isn't started here")
                .toList();
    }

    /** Imports of placed Pods that stay unlinked, as the scheduler's events say it. */
    static List<String> warnings(List<Pod> pods, Function<PodKey, List<PodEvent>> events) {
        return sorted(pods).stream()
                .flatMap(pod -> events.apply(key(pod)).stream())
                .filter(event -> event.reason() == PodEvent.Reason.UNLINKED_IMPORT)
                .map(event -> event.pod() + ": " + event.message())
                .distinct()
                .toList();
    }
}

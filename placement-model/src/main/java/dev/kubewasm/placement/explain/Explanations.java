package dev.kubewasm.placement.explain;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.filter.Rejection;
import dev.kubewasm.placement.result.UnplacedReason;
import dev.kubewasm.placement.wiring.PodWiring;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reasons in words, as events and conditions show them. */
public final class Explanations {
    private static final int NAMES_SHOWN = 6;

    private Explanations() {}

    /** Why {@code pod} has no node: one line. */
    public static String text(PodKey pod, UnplacedReason reason) {
        return switch (reason) {
            case UnplacedReason.WiringFailed(List<PodWiring.Problem> problems) ->
                problems.stream().map(problem -> WiringText.text(pod, problem)).collect(Collectors.joining("; "));
            case UnplacedReason.RuntimeCannotLink(String runtime, List<PodWiring.Link> links) ->
                cannotLink(pod, runtime, links);
            case UnplacedReason.WiringTooLarge(String problem) -> problem;
            case UnplacedReason.NoNode noNode -> noNode(noNode);
        };
    }

    private static String cannotLink(PodKey pod, String runtime, List<PodWiring.Link> links) {
        String imports = links.stream()
                .map(link -> "container " + link.container() + " imports " + link.imported() + " of "
                        + link.provider().workload().shortName())
                .collect(Collectors.joining(", "));
        return "Pod " + pod.name() + ": " + imports + ", and nodes with kube-wasm/runtime=" + runtime
                + " don't link Pods to each other: use runtimeClassName wasm-linked";
    }

    private static String noNode(UnplacedReason.NoNode reason) {
        StringBuilder text = new StringBuilder("0/").append(reason.nodes()).append(" nodes are available");
        if (!reason.rejections().isEmpty()) {
            text.append(": ")
                    .append(reason.rejections().entrySet().stream()
                            .sorted(Map.Entry.<Rejection, Integer>comparingByValue(Comparator.reverseOrder())
                                    .thenComparing(entry -> text(entry.getKey())))
                            .map(entry -> entry.getValue() + " " + text(entry.getKey()))
                            .collect(Collectors.joining(", ")));
        }
        text.append('.');
        reason.group().ifPresent(group -> text.append(" Group {")
                .append(names(group.members()))
                .append("} needs ")
                .append(Quantities.text(group.resource(), group.needed()))
                .append(" on one node; the largest free is ")
                .append(Quantities.text(group.resource(), group.largestFree()))
                .append('.'));
        scalable(reason).forEach(workload -> text.append(" Scaling ")
                .append(workload.shortName())
                .append(" up gives more nodes a provider."));
        for (UnplacedReason.MissingProvider missing : reason.missing()) {
            text.append(" Import ")
                    .append(missing.imported())
                    .append(" waits for ")
                    .append(missing.provider().shortName())
                    .append(", which has no Pod on a node");
            if (!missing.unplaced().isEmpty()) {
                text.append(" (")
                        .append(names(missing.unplaced()))
                        .append(missing.unplaced().size() == 1 ? " is" : " are")
                        .append(" not placed)");
            }
            text.append('.');
        }
        return text.toString();
    }

    /** Controllers that have Pods on some nodes, but not on those that would do. */
    private static Set<WorkloadRef> scalable(UnplacedReason.NoNode reason) {
        Set<WorkloadRef> workloads = new TreeSet<>();
        for (Rejection rejection : reason.rejections().keySet()) {
            if (rejection instanceof Rejection.LacksProvider(var _, WorkloadRef provider)
                    && !provider.kind().equals("Pod")
                    && reason.missing().stream().noneMatch(m -> m.provider().equals(provider))) {
                workloads.add(provider);
            }
        }
        return workloads;
    }

    /** A reason of a node, as kube-scheduler words it. */
    public static String text(Rejection rejection) {
        return switch (rejection) {
            case Rejection.Unschedulable() -> "node(s) were unschedulable";
            case Rejection.UntoleratedTaint(var key, var value) ->
                "node(s) had untolerated taint {" + key + ": " + value + "}";
            case Rejection.NodeAffinity() -> "node(s) didn't match Pod's node affinity/selector";
            case Rejection.NoWasmRuntime() -> "node(s) run no WebAssembly (no label kube-wasm/runtime)";
            case Rejection.CannotLink(var runtime) -> "node(s) of runtime " + runtime + " don't link Pods";
            case Rejection.LacksHostInterface(var name) -> "node(s) lack host interface " + name;
            case Rejection.LacksWasmFeature(var feature) -> "node(s) lack WebAssembly feature " + feature;
            case Rejection.Insufficient(var resource) -> Quantities.insufficient(resource);
            case Rejection.InsufficientForGroup(var resource) ->
                Quantities.insufficient(resource) + " for the link group";
            case Rejection.LacksProvider(var imported, var provider) ->
                "node(s) without a Pod of " + provider.shortName() + ", which provides " + imported;
            case Rejection.SearchEnded() -> "node(s) not tried before the search limit";
        };
    }

    /** Names without their namespace, the first few of many. */
    private static String names(List<PodKey> pods) {
        String shown = pods.stream().limit(NAMES_SHOWN).map(PodKey::name).collect(Collectors.joining(", "));
        return pods.size() <= NAMES_SHOWN ? shown : shown + " and " + (pods.size() - NAMES_SHOWN) + " more";
    }
}

package dev.kubewasm.placement.explain;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.filter.Rejection;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.result.Remedy;
import dev.kubewasm.placement.result.UnplacedReason;
import dev.kubewasm.placement.result.WhyHere;
import dev.kubewasm.placement.wiring.PodWiring;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reasons in words, as events and conditions show them. */
public final class Explanations {
    private static final int NAMES_SHOWN = 6;

    private Explanations() {}

    /** Why {@code pod} has no node and what would help: one line. */
    public static String text(PodKey pod, PodOutcome.Unplaced outcome) {
        String reason = text(pod, outcome.reason());
        if (outcome.remedies().isEmpty()) {
            return reason;
        }
        return (reason.endsWith(".") ? reason : reason + ".") + " " + RemedyText.text(pod, outcome.remedies());
    }

    /** What would make it fit, in words that follow "if": one line. */
    public static String text(PodKey pod, Remedy remedy) {
        return RemedyText.text(pod, remedy);
    }

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
            text.append(": ").append(counted(reason.rejections()));
        }
        text.append('.');
        boolean told = reason.rejections().keySet().stream().anyMatch(Rejection.InsufficientForGroup.class::isInstance);
        reason.group().filter(group -> !told).ifPresent(group -> text.append(" Group {")
                .append(names(group.members()))
                .append("} needs ")
                .append(Quantities.text(group.resource(), group.needed()))
                .append(" on one node; the largest free is ")
                .append(Quantities.text(group.resource(), group.largestFree()))
                .append('.'));
        if (reason.inTheWay().size() > 1) {
            text.append(" At least in the way, on ")
                    .append(nodeNames(reason.closest()))
                    .append(": ")
                    .append(reason.inTheWay().stream().map(Explanations::text).collect(Collectors.joining("; ")))
                    .append('.');
        }
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

    /** How many nodes there are with each reason, the most first. */
    static String counted(Map<Rejection, Integer> rejections) {
        return rejections.entrySet().stream()
                .sorted(Map.Entry.<Rejection, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(entry -> text(entry.getKey())))
                .map(entry -> entry.getValue() + " " + text(entry.getKey()))
                .collect(Collectors.joining(", "));
    }

    /** Why an import has no provider: one line. */
    public static String text(PodKey pod, PodWiring.Problem problem) {
        return WiringText.text(pod, problem);
    }

    /** Why a placed Pod is where it is: one line. */
    public static String text(WhyHere why) {
        return WhyHereText.text(why);
    }

    /** A reason of a node, as kube-scheduler words it. */
    public static String text(Rejection rejection) {
        return switch (rejection) {
            case Rejection.Unschedulable() -> "node(s) were unschedulable";
            case Rejection.UntoleratedTaint(var key, var value) ->
                "node(s) had untolerated taint {" + key + ": " + value + "}";
            case Rejection.NodeAffinity() -> "node(s) didn't match Pod's node affinity/selector";
            case Rejection.Rule(String reason) -> reason;
            case Rejection.NoWasmRuntime() -> "run no WebAssembly (no label kube-wasm/runtime)";
            case Rejection.CannotLink(var runtime) -> "of runtime " + runtime + " don't link Pods";
            case Rejection.LacksHostInterface(var name) -> "lack host interface " + name;
            case Rejection.LacksWasmFeature(var feature) -> "lack WebAssembly feature " + feature;
            case Rejection.Insufficient(var resource) -> Quantities.insufficient(resource);
            case Rejection.InsufficientForGroup(var members, var resource, long needed, long free) ->
                "have no room for the group {" + names(members) + "} of " + members.size() + " Pods (needs "
                        + Quantities.text(resource, needed) + ", free at most "
                        + Quantities.text(resource, Math.max(0, free)) + ")";
            case Rejection.LacksProvider(var imported, var provider) ->
                "have no Pod of " + provider.shortName() + ", which provides " + imported;
            case Rejection.LeavesConsumers(var node) -> "would leave consumers on " + node + " without it";
            case Rejection.SearchEnded() -> "not tried before the search limit";
        };
    }

    /** Names without their namespace, the first few of many. */
    private static String names(List<PodKey> pods) {
        String shown = pods.stream().limit(NAMES_SHOWN).map(PodKey::name).collect(Collectors.joining(", "));
        return pods.size() <= NAMES_SHOWN ? shown : shown + " and " + (pods.size() - NAMES_SHOWN) + " more";
    }

    private static String nodeNames(List<NodeName> nodes) {
        return nodes.size() == 1 ? nodes.getFirst().value() : nodes.getFirst() + " and " + (nodes.size() - 1) + " more";
    }
}

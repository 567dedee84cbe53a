package dev.kubewasm.placement.explain;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.result.Remedy;
import dev.kubewasm.placement.result.Remedy.Change;
import dev.kubewasm.placement.result.Remedy.NodeShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What would help, in words. */
final class RemedyText {
    private RemedyText() {}

    /** A sentence. */
    static String text(PodKey pod, List<Remedy> remedies) {
        return "It would fit if "
                + remedies.stream().map(remedy -> text(pod, remedy)).collect(Collectors.joining("; or if "))
                + ".";
    }

    /** What follows "if". */
    static String text(PodKey pod, Remedy remedy) {
        return remedy.changes().stream().map(change -> text(pod, change)).collect(Collectors.joining(" and "));
    }

    private static String text(PodKey pod, Change change) {
        return switch (change) {
            case Change.ScaleUp(var workload, int by) ->
                WiringText.name(pod, workload) + " had " + by + " more " + (by == 1 ? "replica" : "replicas");
            case Change.AddNode(NodeShape shape) -> "there were a node with " + text(shape);
            case Change.Free(var node, Resources amount) -> list(amounts(amount)) + " more were free on " + node;
            case Change.Uncordon(var node) -> node + " were uncordoned";
            case Change.RemoveTaint(var node, var taint) -> node + " lost its taint " + taint;
            case Change.AddLabels(var node, var labels) -> node + " had " + labels(labels);
            case Change.RelaxLink(var imported) ->
                "the link " + imported + " were preferred (annotation kube-wasm/links)";
            case Change.Pin(var imported, var provider) ->
                "it chose kube-wasm/providers: " + imported + "=" + WiringText.name(pod, provider);
            case Change.Admit(var provider) -> WiringText.name(pod, provider) + " admitted it by kube-wasm/consumers";
            case Change.Deploy(var exported, var pinned) ->
                pinned.map(Object::toString).orElse("a workload in namespace " + pod.namespace()) + " exported "
                        + exported;
            case Change.UseLinkingRuntime() -> "it had runtimeClassName wasm-linked";
        };
    }

    private static String text(NodeShape shape) {
        List<String> parts = new ArrayList<>(amounts(shape.allocatable()));
        if (!shape.labels().isEmpty()) {
            parts.add(labels(shape.labels()));
        }
        if (!shape.hostInterfaces().isEmpty()) {
            parts.add((shape.hostInterfaces().size() == 1 ? "host interface " : "host interfaces ")
                    + shape.hostInterfaces().stream().map(Object::toString).collect(Collectors.joining(", ")));
        }
        if (!shape.wasmFeatures().isEmpty()) {
            parts.add("WebAssembly "
                    + shape.wasmFeatures().stream().map(Object::toString).collect(Collectors.joining(", ")));
        }
        return list(parts);
    }

    private static String list(List<String> parts) {
        return parts.size() == 1
                ? parts.getFirst()
                : String.join(", ", parts.subList(0, parts.size() - 1)) + " and " + parts.getLast();
    }

    private static List<String> amounts(Resources amounts) {
        return amounts.amounts().entrySet().stream()
                .map(entry -> entry.getKey().equals(ResourceName.PODS)
                        ? "room for " + entry.getValue() + (entry.getValue() == 1 ? " Pod" : " Pods")
                        : Quantities.text(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static String labels(Map<String, String> labels) {
        return (labels.size() == 1 ? "label " : "labels ")
                + labels.entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(", "));
    }
}

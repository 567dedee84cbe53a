package dev.kubewasm.placement.explain;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.wiring.NearMiss;
import dev.kubewasm.placement.wiring.PodWiring;
import dev.kubewasm.placement.wiring.WiringProblem;
import dev.kubewasm.placement.wiring.WiringProblem.ImportCycle;
import dev.kubewasm.placement.wiring.WiringProblem.Incompatible;
import dev.kubewasm.wit.compat.Mismatch;
import java.util.List;
import java.util.stream.Collectors;

/** Wiring problems in words. */
final class WiringText {
    private static final int SHOWN = 4;

    private WiringText() {}

    static String text(PodKey pod, PodWiring.Problem problem) {
        String verb = problem.problem() instanceof WiringProblem.AbandonsConsumers ? " exports " : " imports ";
        return "Pod " + pod.name() + ", container " + problem.container() + verb + problem.imported() + ": "
                + text(pod, problem.imported(), problem.problem());
    }

    private static String text(PodKey pod, String imported, WiringProblem problem) {
        return switch (problem) {
            case WiringProblem.NobodyExports(List<NearMiss> nearMisses) ->
                "nobody in namespace " + pod.namespace() + " exports it" + nearMisses(pod, nearMisses);
            case WiringProblem.PinUnmatched(var pin, List<NearMiss> nearMisses) ->
                "the annotation kube-wasm/providers names " + pin + ", which doesn't export it"
                        + nearMisses(pod, nearMisses);
            case WiringProblem.Ambiguous(List<WorkloadRef> workloads) ->
                workloads.size() + " workloads export it (" + names(pod, workloads)
                        + "): choose one with the annotation kube-wasm/providers: " + imported + "="
                        + name(pod, workloads.getFirst());
            case WiringProblem.AmbiguousContainers(List<String> containers) ->
                "several containers of the Pod export it (" + String.join(", ", containers) + "): keep one";
            case Incompatible(List<Incompatible.Candidate> candidates) ->
                candidates.stream().limit(SHOWN).map(WiringText::text).collect(Collectors.joining("; "));
            case WiringProblem.NotConsented(List<WorkloadRef> workloads) ->
                names(pod, workloads) + (workloads.size() == 1 ? " exports" : " export")
                        + " it, but by kube-wasm/consumers not for this Pod";
            case ImportCycle(List<ImportCycle.Step> steps, boolean ignored) ->
                "this closes an import cycle: " + cycle(steps)
                        + "; components are started providers first, so one of them must do without the other";
            case WiringProblem.AbandonsConsumers(List<WiringProblem.AbandonsConsumers.Consumer> consumers) ->
                "it would replace Pods that serve others, and can't serve them: "
                        + consumers.stream()
                                .limit(SHOWN)
                                .map(consumer -> text(pod, consumer))
                                .collect(Collectors.joining("; "));
            case WiringProblem.NotAnInterface() ->
                "it is no interface of a package (namespace:package/interface), and only those are linked";
        };
    }

    /** All links of a short cycle; of a long one the first, how many are left out, and the one that closes it. */
    private static String cycle(List<ImportCycle.Step> steps) {
        if (steps.size() <= SHOWN + 1) {
            return steps.stream().map(WiringText::text).collect(Collectors.joining(", "));
        }
        return steps.stream().limit(SHOWN).map(WiringText::text).collect(Collectors.joining(", "))
                + ", and so on through " + (steps.size() - SHOWN - 1) + " more, until "
                + text(steps.getLast());
    }

    private static String text(ImportCycle.Step step) {
        return step.consumer() + " imports " + step.imported() + " of " + step.provider();
    }

    private static String text(Incompatible.Candidate candidate) {
        return candidate.exporter() + " exports " + candidate.exported() + " with other types: "
                + text(candidate.mismatches());
    }

    private static String text(List<Mismatch> mismatches) {
        int hidden = mismatches.size() - SHOWN;
        return mismatches.stream().limit(SHOWN).map(Mismatch::render).collect(Collectors.joining("; "))
                + (hidden > 0 ? " and " + hidden + " more" : "");
    }

    private static String text(PodKey pod, WiringProblem.AbandonsConsumers.Consumer consumer) {
        return name(pod, consumer.workload()) + " imports " + consumer.imported()
                + (consumer.mismatches().isEmpty()
                        ? ", which it has no fitting export for"
                        : " with other types: " + text(consumer.mismatches()));
    }

    private static String nearMisses(PodKey pod, List<NearMiss> nearMisses) {
        if (nearMisses.isEmpty()) {
            return "";
        }
        return " ("
                + nearMisses.stream()
                        .limit(SHOWN)
                        .map(nearMiss -> text(pod, nearMiss))
                        .collect(Collectors.joining("; "))
                + ")";
    }

    private static String text(PodKey pod, NearMiss nearMiss) {
        String who = name(pod, nearMiss.workload()) + " exports " + nearMiss.exported();
        return switch (nearMiss) {
            case NearMiss.OtherVersion ignored -> who + ", which is older or of another semver track";
            case NearMiss.OtherNamespace ignored ->
                who + ", but doesn't open it to namespace " + pod.namespace() + " in kube-wasm/consumers";
            case NearMiss.Command ignored -> who + ", but is a command, which provides nothing";
            case NearMiss.Itself ignored -> "it exports " + nearMiss.exported() + " itself";
        };
    }

    private static String names(PodKey pod, List<WorkloadRef> workloads) {
        return workloads.stream().map(workload -> name(pod, workload)).collect(Collectors.joining(", "));
    }

    /** A workload, with its namespace if that is another one. */
    static String name(PodKey pod, WorkloadRef workload) {
        return workload.namespace().equals(pod.namespace()) ? workload.shortName() : workload.toString();
    }
}

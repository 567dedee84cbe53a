package dev.kubewasm.placement.explain;

import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.Toleration;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.filter.PodNeeds;
import dev.kubewasm.placement.result.Remedy;
import dev.kubewasm.placement.result.Remedy.Change;
import dev.kubewasm.placement.result.UnplacedReason;
import dev.kubewasm.placement.wiring.ImportWiring;
import dev.kubewasm.placement.wiring.PodWiring;
import dev.kubewasm.placement.wiring.WiringGraph;
import dev.kubewasm.placement.wiring.WiringProblem;
import dev.kubewasm.wit.model.InterfaceName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds out what would help Pods whose wiring stands against every node. */
final class WiringRemedies {
    private final Standing standing;
    private final WiringGraph wiring;
    private final Remedies remedies;

    WiringRemedies(Standing standing, WiringGraph wiring, Remedies remedies) {
        this.standing = standing;
        this.wiring = wiring;
        this.remedies = remedies;
    }

    /** What would make {@code pod} fit, what the nodes then ask for included. */
    List<Remedy> find(PodFacts pod, UnplacedReason reason) {
        return switch (reason) {
            case UnplacedReason.WiringFailed(List<PodWiring.Problem> problems) -> {
                List<Remedy> found = new ArrayList<>();
                served(pod, problems).ifPresent(found::add);
                relaxed(pod, problems).ifPresent(found::add);
                yield found;
            }
            case UnplacedReason.RuntimeCannotLink ignored ->
                remedies.after(List.of(new Change.UseLinkingRuntime()), linking(Want.of(pod, wiring.of(pod.key()))))
                        .map(List::of)
                        .orElse(List.of());
            case UnplacedReason.WiringTooLarge ignored -> List.of();
            case UnplacedReason.NoNode ignored -> List.of();
        };
    }

    /** The same with the selector and the toleration that RuntimeClass wasm-linked brings. */
    private static Want linking(Want want) {
        PodNeeds needs = want.needs();
        TreeMap<String, String> selector = new TreeMap<>(needs.nodes().nodeSelector());
        selector.put(NodeFacts.RUNTIME_LABEL, NodeFacts.LINKING_RUNTIME);
        List<Toleration> tolerations = new ArrayList<>(needs.tolerations());
        tolerations.add(new Toleration(NodeFacts.RUNTIME_LABEL, Toleration.Operator.EXISTS, "", Optional.empty()));
        return want.with(new PodNeeds(
                new NodeRequirement(
                        selector, needs.nodes().required(), needs.nodes().preferred()),
                tolerations,
                needs.components(),
                needs.linked(),
                needs.hostInterfaces(),
                needs.wasmFeatures(),
                needs.excluded()));
    }

    /** Every failing import becomes a preferred link. */
    private Optional<Remedy> relaxed(PodFacts pod, List<PodWiring.Problem> problems) {
        Set<Change> changes = new LinkedHashSet<>();
        for (PodWiring.Problem problem : problems) {
            Optional<InterfaceName> name = InterfaceName.parse(problem.imported());
            boolean inside = problem.problem() instanceof WiringProblem.ImportCycle cycle && cycle.insidePod();
            boolean ofOthers = problem.problem() instanceof WiringProblem.AbandonsConsumers;
            if (name.isEmpty() || inside || ofOthers) {
                return Optional.empty();
            }
            changes.add(new Change.RelaxLink(name.get()));
        }
        PodWiring relaxed = wiring.of(pod.key())
                .map((container, imported, import_) -> import_ instanceof ImportWiring.Failed(var problem)
                        ? new ImportWiring.Unlinked(Optional.of(problem))
                        : import_);
        return remedies.after(List.copyOf(changes), Want.of(pod, relaxed));
    }

    /** Every failing import gets a provider. */
    private Optional<Remedy> served(PodFacts pod, List<PodWiring.Problem> problems) {
        Set<Change> changes = new LinkedHashSet<>();
        Map<String, ImportWiring> served = new TreeMap<>();
        for (PodWiring.Problem problem : problems) {
            Optional<InterfaceName> name = InterfaceName.parse(problem.imported());
            if (name.isEmpty()) {
                return Optional.empty();
            }
            Optional<Change> change = change(pod, name.get(), problem.problem());
            if (change.isEmpty()) {
                return Optional.empty();
            }
            changes.add(change.get());
            provider(name.get(), change.get()).ifPresent(provider -> served.put(problem.imported(), provider));
        }
        PodWiring hypothetical = wiring.of(pod.key())
                .map((container, imported, import_) -> import_ instanceof ImportWiring.Failed
                        ? served.getOrDefault(imported, new ImportWiring.Types())
                        : import_);
        long deployed = changes.stream().filter(Change.Deploy.class::isInstance).count();
        Want want = Want.of(pod, hypothetical);
        return remedies.after(
                List.copyOf(changes),
                deployed == 0
                        ? want
                        : want.with(linked(want.needs())).plus(Resources.of(Map.of(ResourceName.PODS, deployed))));
    }

    private static PodNeeds linked(PodNeeds needs) {
        return new PodNeeds(
                needs.nodes(),
                needs.tolerations(),
                needs.components(),
                true,
                needs.hostInterfaces(),
                needs.wasmFeatures(),
                needs.excluded());
    }

    private static Optional<Change> change(PodFacts pod, InterfaceName name, WiringProblem problem) {
        return switch (problem) {
            case WiringProblem.NobodyExports ignored -> Optional.of(new Change.Deploy(name, Optional.empty()));
            case WiringProblem.PinUnmatched(var pin, var ignored) ->
                Optional.of(new Change.Deploy(name, Optional.of(pin)));
            case WiringProblem.Incompatible ignored ->
                pod.links().pins().of(name).isPresent()
                        ? Optional.empty()
                        : Optional.of(new Change.Deploy(name, Optional.empty()));
            case WiringProblem.Ambiguous(List<WorkloadRef> workloads) ->
                Optional.of(new Change.Pin(name, workloads.getFirst()));
            case WiringProblem.NotConsented(List<WorkloadRef> workloads) ->
                Optional.of(new Change.Admit(workloads.getFirst()));
            case WiringProblem.AmbiguousContainers ignored -> Optional.empty();
            case WiringProblem.ImportCycle ignored -> Optional.empty();
            case WiringProblem.AbandonsConsumers ignored -> Optional.empty();
            case WiringProblem.NotAnInterface ignored -> Optional.empty();
        };
    }

    /** Who would serve the import then; nobody that is known of one that is deployed first. */
    private Optional<ImportWiring> provider(InterfaceName name, Change change) {
        WorkloadRef workload;
        if (change instanceof Change.Pin(InterfaceName ignored, WorkloadRef pinned)) {
            workload = pinned;
        } else if (change instanceof Change.Admit(WorkloadRef admitting)) {
            workload = admitting;
        } else {
            return Optional.empty();
        }
        Set<PodKey> pods = standing.pods(workload).stream()
                .filter(member ->
                        !member.state().terminating() && !member.state().finished())
                .map(PodFacts::key)
                .collect(Collectors.toSet());
        return Optional.of(new ImportWiring.Provider(name, LinkPolicy.REQUIRED, workload, pods));
    }
}

package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.PendingGroups;
import dev.kubewasm.placement.Placer;
import dev.kubewasm.placement.Steps;
import dev.kubewasm.placement.annotations.Parsed;
import dev.kubewasm.placement.annotations.WiringAnnotation;
import dev.kubewasm.placement.explain.Explanations;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.filter.Rejection;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.result.UnplacedReason;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.placement.wiring.DecidedWiring;
import dev.kubewasm.placement.wiring.WiredImport;
import dev.kubewasm.scheduler.port.Binding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The placement of module placement-model, which audits what it answers; the wiring decided goes into annotations. */
final class PlacerStage implements PlacementStage {
    private final Placer placer;

    PlacerStage(Steps steps) {
        this.placer = new Placer(steps);
    }

    @Override
    public boolean links(PodFacts pod) {
        return !LinkInterfaces.of(pod).isEmpty();
    }

    @Override
    public Optional<Alone> alone(Snapshot snapshot, PodFacts pod) {
        return placer.alone(snapshot, pod.key()).flatMap(alone -> switch (annotations(alone.wiring())) {
            case Parsed.Valid<Map<String, String>>(Map<String, String> annotations) ->
                Optional.of(new Alone(alone::takes, annotations));
            case Parsed.Invalid<Map<String, String>> _ -> Optional.empty();
        });
    }

    @Override
    public List<PodKey> consumersLeftBy(Snapshot snapshot, NodeName node, Set<PodKey> leaving) {
        return placer.consumersLeftBy(snapshot, node, leaving);
    }

    @Override
    public Optional<PendingGroups> groups(Snapshot snapshot, Collection<PodKey> pending) {
        return Optional.of(placer.groups(snapshot, pending));
    }

    @Override
    public Plan plan(Snapshot snapshot, Set<PodKey> pending, PlacementSettings settings) {
        PlacementResult result =
                placer.place(snapshot, pending.stream().sorted().toList(), settings.forBatch(pending.size()));
        List<PlannedBinding> bindings = new ArrayList<>();
        Map<PodKey, Refusal> unplaced = new LinkedHashMap<>();
        result.outcomes().forEach((key, outcome) -> {
            switch (outcome) {
                case PodOutcome.Placed placed -> {
                    PodFacts pod = snapshot.pod(key).orElseThrow();
                    switch (annotations(placed.wiring())) {
                        case Parsed.Valid<Map<String, String>>(Map<String, String> annotations) ->
                            bindings.add(new PlannedBinding(
                                    Binding.of(key, pod.uid(), placed.node(), annotations),
                                    providers(placed.wiring()),
                                    placed.warnings().stream()
                                            .map(warning -> Explanations.text(key, warning))
                                            .toList()));
                        case Parsed.Invalid<Map<String, String>> invalid ->
                            unplaced.put(key, new Refusal(invalid.message(), Rejectors.WIRING));
                    }
                }
                case PodOutcome.Unplaced none ->
                    unplaced.put(
                            key,
                            new Refusal(
                                    Explanations.text(key, none),
                                    none.reason() instanceof UnplacedReason.WiringFailed
                                            ? Rejectors.WIRING
                                            : Rejectors.PLACEMENT,
                                    none.reason() instanceof UnplacedReason.NoNode reason
                                            ? lacksRoom(snapshot, key, reason)
                                            : Optional.empty()));
            }
        });
        return new Plan(bindings, unplaced);
    }

    /** The first of the nodes where the least is in the way, if that is room alone and the node has so much in all. */
    private static Optional<Hold> lacksRoom(Snapshot snapshot, PodKey key, UnplacedReason.NoNode reason) {
        List<PodKey> members =
                reason.group().map(UnplacedReason.GroupDemand::members).orElse(List.of(key));
        for (Rejection rejection : reason.inTheWay()) {
            switch (rejection) {
                case Rejection.Insufficient _ -> {}
                case Rejection.InsufficientForGroup group -> members = group.members();
                default -> {
                    return Optional.empty();
                }
            }
        }
        Resources needed = Resources.NONE;
        for (PodKey member : members) {
            needed = needed.plus(snapshot.pod(member).orElseThrow().demand());
        }
        for (NodeName node : reason.closest()) {
            if (needed.fits(snapshot.node(node).orElseThrow().allocatable())) {
                return Optional.of(new Hold(node, members));
            }
        }
        return Optional.empty();
    }

    /** An ordinary Pod gets none. */
    private static Parsed<Map<String, String>> annotations(DecidedWiring wiring) {
        return wiring.containers().isEmpty()
                ? new Parsed.Valid<>(Map.of())
                : WiringAnnotation.write(wiring).map(json -> Map.of(WiringAnnotation.KEY, json));
    }

    private static Set<PodKey> providers(DecidedWiring wiring) {
        Set<PodKey> providers = new HashSet<>();
        wiring.containers()
                .values()
                .forEach(container -> container.imports().values().forEach(wired -> {
                    if (wired instanceof WiredImport.Provider(var _, Optional<PodKey> pod)) {
                        pod.ifPresent(providers::add);
                    }
                }));
        return providers;
    }
}

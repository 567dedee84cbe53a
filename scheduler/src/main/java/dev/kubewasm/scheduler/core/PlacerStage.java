package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.Placer;
import dev.kubewasm.placement.annotations.Parsed;
import dev.kubewasm.placement.annotations.WiringAnnotation;
import dev.kubewasm.placement.explain.Explanations;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.placement.wiring.DecidedWiring;
import dev.kubewasm.placement.wiring.WiredImport;
import dev.kubewasm.scheduler.port.Binding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The placement of module placement-model, which audits what it answers; the wiring decided goes into annotations. */
final class PlacerStage implements PlacementStage {
    private final Placer placer = new Placer();
    private final PlacementSettings settings;

    PlacerStage(PlacementSettings settings) {
        this.settings = settings;
    }

    @Override
    public Plan plan(Snapshot snapshot, Set<PodKey> pending) {
        PlacementResult result =
                placer.place(snapshot, pending.stream().sorted().toList(), settings.forBatch(pending.size()));
        List<PlannedBinding> bindings = new ArrayList<>();
        Map<PodKey, String> unplaced = new LinkedHashMap<>();
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
                        case Parsed.Invalid<Map<String, String>> invalid -> unplaced.put(key, invalid.message());
                    }
                }
                case PodOutcome.Unplaced none -> unplaced.put(key, Explanations.text(key, none));
            }
        });
        return new Plan(bindings, unplaced);
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

package dev.kubewasm.placement.affinity;

import dev.kubewasm.placement.affinity.audit.AffinityAudit;
import dev.kubewasm.placement.affinity.audit.AffinityAuditor;
import dev.kubewasm.placement.affinity.model.AffinityMachine;
import dev.kubewasm.placement.affinity.model.AffinityProblem;
import dev.kubewasm.placement.affinity.model.AffinityService;
import dev.kubewasm.placement.affinity.model.ContainerPlacement;
import dev.kubewasm.placement.affinity.solver.AffinitySearch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** Places services on machines with as much gained affinity as can be found in bounded time. */
public final class AffinityOptimizer {
    private AffinityOptimizer() {}

    /**
     * The best placement found; empty if none was found that keeps all constraints. Containers stay where they are in
     * so far as the counts of their service allow it. Where the search finds none but the initial placement keeps all
     * constraints, that one is returned, even from scratch.
     *
     * @param initial where containers are now; it may be partial, and may break any constraint
     * @param nanoTime a clock in nanoseconds, as {@link System#nanoTime()}
     */
    public static Optional<AffinityResult> optimize(
            AffinityProblem problem, ContainerPlacement initial, OptimizerSettings settings, LongSupplier nanoTime) {
        AffinityAuditor auditor = new AffinityAuditor(problem);
        List<Map<Integer, List<String>>> now = byService(problem, initial);
        Optional<AffinityResult> found = AffinitySearch.search(
                        problem,
                        now.stream().map(AffinityOptimizer::counts).toList(),
                        new AffinitySearch.Settings(
                                settings.seed(),
                                settings.threads(),
                                settings.timeLimit(),
                                settings.stepLimit(),
                                settings.maxMachines(),
                                settings.fromScratch(),
                                new BitSet(),
                                nanoTime))
                .map(counts -> named(problem, now, counts))
                .map(placement -> new AffinityResult(placement, auditor.audit(placement, settings.maxMachines())));
        found.ifPresent(result -> {
            if (!result.audit().isFeasible()) {
                throw new IllegalStateException("the search returned an infeasible placement: "
                        + result.audit().violations().getFirst());
            }
        });
        AffinityAudit before = auditor.audit(initial, settings.maxMachines());
        if (!before.isFeasible()) {
            return found;
        }
        if (found.isEmpty()) {
            return Optional.of(new AffinityResult(initial, before));
        }
        boolean asGood = before.gainedAffinity() >= found.get().audit().gainedAffinity();
        return asGood && !settings.fromScratch() ? Optional.of(new AffinityResult(initial, before)) : found;
    }

    private static Map<Integer, Integer> counts(Map<Integer, List<String>> containers) {
        Map<Integer, Integer> counts = new TreeMap<>();
        containers.forEach((machine, names) -> counts.put(machine, names.size()));
        return counts;
    }

    /** For each service, machine index to the names of its containers there. */
    private static List<Map<Integer, List<String>>> byService(AffinityProblem problem, ContainerPlacement placement) {
        Map<String, Integer> serviceOf = new HashMap<>();
        Set<String> seen = new HashSet<>();
        List<Map<Integer, List<String>>> byService = new ArrayList<>();
        for (int s = 0; s < problem.services().size(); s++) {
            byService.add(new TreeMap<>());
            for (String container : problem.services().get(s).containers()) {
                serviceOf.put(container, s);
            }
        }
        for (int m = 0; m < problem.machines().size(); m++) {
            for (String container : placement
                    .containers()
                    .getOrDefault(problem.machines().get(m).name(), List.of())) {
                Integer service = serviceOf.get(container);
                if (service != null && seen.add(container)) {
                    byService
                            .get(service)
                            .computeIfAbsent(m, machine -> new ArrayList<>())
                            .add(container);
                }
            }
        }
        return byService;
    }

    private static ContainerPlacement named(
            AffinityProblem problem, List<Map<Integer, List<String>>> now, List<Map<Integer, Integer>> counts) {
        Map<String, List<String>> placement = new LinkedHashMap<>();
        for (AffinityMachine machine : problem.machines()) {
            placement.put(machine.name(), new ArrayList<>());
        }
        for (int s = 0; s < counts.size(); s++) {
            name(problem, problem.services().get(s), now.get(s), counts.get(s), placement);
        }
        return new ContainerPlacement(placement);
    }

    private static void name(
            AffinityProblem problem,
            AffinityService service,
            Map<Integer, List<String>> now,
            Map<Integer, Integer> counts,
            Map<String, List<String>> placement) {
        List<String> free = new ArrayList<>(service.containers());
        Map<Integer, List<String>> stay = new TreeMap<>();
        counts.forEach((machine, count) -> {
            List<String> here = now.getOrDefault(machine, List.of());
            stay.put(machine, here.subList(0, Math.min(count, here.size())));
        });
        Set<String> staying = new HashSet<>();
        stay.values().forEach(staying::addAll);
        free.removeIf(staying::contains);
        Deque<String> others = new ArrayDeque<>(free);
        counts.forEach((machine, count) -> {
            List<String> there = placement.get(problem.machines().get(machine).name());
            if (there == null) {
                throw new IllegalStateException("no machine of index " + machine);
            }
            List<String> names = stay.getOrDefault(machine, List.of());
            there.addAll(names);
            for (int i = names.size(); i < count; i++) {
                there.add(others.remove());
            }
        });
    }
}

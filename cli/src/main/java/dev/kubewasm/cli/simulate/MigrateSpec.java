package dev.kubewasm.cli.simulate;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.simulations.migrate.Migration;
import dev.kubewasm.simulations.migrate.Migration.Candidate;
import dev.kubewasm.simulations.migrate.Saving;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code migrate:} of a scenario file, as it is written; documented in {@code docs/simulations.md}.
 *
 * @param requests what each Pod requests as a component; as in the manifests where nothing is said
 * @param workloads which are containers and may become components; all with components
 * @param steps how many are moved at most
 * @param by what is to be saved
 */
record MigrateSpec(
        WhatIfSpec.@Nullable Amounts requests,
        @Nullable List<Entry> workloads,
        @Nullable Integer steps,
        @Nullable List<String> by) {
    private static final WhatIfSpec.Amounts AS_DESCRIBED = new WhatIfSpec.Amounts(null, null);

    /** A workload, and what else its Pods request as components. */
    record Entry(@JsonProperty(required = true) String of, WhatIfSpec.@Nullable Amounts requests) {}

    /**
     * What is to be planned in a cluster.
     *
     * @throws IllegalArgumentException if a value can't be read or a name isn't in the cluster; the message names the field
     */
    Migration read(Snapshot snapshot) {
        try {
            return new Migration(
                    candidates(snapshot),
                    Objects.requireNonNullElse(steps, Migration.MAX_STEPS),
                    by == null
                            ? List.of(Saving.values())
                            : by.stream().map(MigrateSpec::saving).distinct().toList());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("`migrate`: " + e.getMessage(), e);
        }
    }

    private List<Candidate> candidates(Snapshot snapshot) {
        WhatIfSpec.Amounts general = Objects.requireNonNullElse(requests, AS_DESCRIBED);
        Map<WorkloadRef, Candidate> candidates = new LinkedHashMap<>();
        if (workloads == null) {
            snapshot.pods().values().stream()
                    .filter(PodFacts::hasComponents)
                    .map(PodFacts::workload)
                    .collect(Collectors.toCollection(TreeSet::new))
                    .forEach(workload -> candidates.put(workload, candidate(workload, general, AS_DESCRIBED)));
        } else {
            for (Entry entry : workloads) {
                WorkloadRef workload = Names.workload(entry.of(), snapshot);
                Candidate candidate =
                        candidate(workload, general, Objects.requireNonNullElse(entry.requests(), AS_DESCRIBED));
                if (candidates.put(workload, candidate) != null) {
                    throw new IllegalArgumentException("`workloads`: " + entry.of() + " is there twice");
                }
            }
        }
        return List.copyOf(candidates.values());
    }

    private static Candidate candidate(WorkloadRef workload, WhatIfSpec.Amounts general, WhatIfSpec.Amounts own) {
        return new Candidate(
                workload,
                own.cpuMilli().or(general::cpuMilli),
                own.memoryBytes().or(general::memoryBytes));
    }

    private static Saving saving(String name) {
        return Arrays.stream(Saving.values())
                .filter(saving -> saving.id().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("`by` has '" + name + "', but there are "
                        + Arrays.stream(Saving.values()).map(Saving::id).collect(Collectors.joining(", "))));
    }
}

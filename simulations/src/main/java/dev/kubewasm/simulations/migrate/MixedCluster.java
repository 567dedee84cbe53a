package dev.kubewasm.simulations.migrate;

import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.wiring.PodWiring;
import dev.kubewasm.placement.wiring.Wirer;
import dev.kubewasm.placement.wiring.WiringGraph;
import dev.kubewasm.simulations.measure.Measuring;
import dev.kubewasm.simulations.migrate.Migration.Candidate;
import dev.kubewasm.simulations.situation.Situation;
import dev.kubewasm.simulations.whatif.Change;
import dev.kubewasm.simulations.whatif.Changes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A cluster of which some workloads are containers still, and what its Pods call whatever they are. */
final class MixedCluster {
    private final Situation situation;
    private final Set<WorkloadRef> candidates = new TreeSet<>();
    private final Map<WorkloadRef, List<PodFacts>> pods = new TreeMap<>();

    /** What each Pod calls through its imports. */
    private final Map<PodKey, Long> calls = new HashMap<>();

    /** What the Pods of two workloads call each other, under the name of both. */
    private final Map<WorkloadRef, Map<WorkloadRef, Long>> between = new HashMap<>();

    private final long allCalls;
    private final double allCpu;
    private final double allMemory;

    /** @param situation with all candidates moved, but for what they request then */
    MixedCluster(Situation situation, List<Candidate> candidates) {
        this.situation = situation;
        candidates.forEach(candidate -> this.candidates.add(candidate.workload()));
        Snapshot snapshot = situation.snapshot();
        WiringGraph wiring = Wirer.wire(snapshot);
        for (PodFacts pod : snapshot.pods().values()) {
            if (!pod.state().finished()) {
                pods.computeIfAbsent(pod.workload(), _ -> new ArrayList<>()).add(pod);
                wiring.of(pod.key()).links().forEach(link -> count(pod, link));
            }
        }
        this.allCalls = calls.values().stream().mapToLong(Long::longValue).sum();
        this.allCpu = requested(snapshot, ResourceName.CPU);
        this.allMemory = requested(snapshot, ResourceName.MEMORY);
    }

    private void count(PodFacts consumer, PodWiring.Link link) {
        long weight = consumer.links().traffic().of(link.provider().name());
        WorkloadRef provider = link.provider().workload();
        calls.merge(consumer.key(), weight, Long::sum);
        between.computeIfAbsent(consumer.workload(), _ -> new HashMap<>()).merge(provider, weight, Long::sum);
        between.computeIfAbsent(provider, _ -> new HashMap<>()).merge(consumer.workload(), weight, Long::sum);
    }

    /** How many Pods the workload has. */
    int pods(WorkloadRef workload) {
        return pods.getOrDefault(workload, List.of()).size();
    }

    /** The cluster when these are components and the other candidates containers. */
    Situation with(Map<WorkloadRef, Candidate> moved) {
        Set<WorkloadRef> containers = new TreeSet<>(candidates);
        containers.removeAll(moved.keySet());
        Situation mixed = Changes.apply(new Change.Containers(containers), situation);
        for (Candidate candidate : moved.values()) {
            mixed = Changes.apply(
                    new Change.Requests(
                            Optional.of(candidate.workload()), candidate.cpuMilli(), candidate.memoryBytes()),
                    mixed);
        }
        return mixed;
    }

    /** What {@code placed}, made of this cluster, takes. */
    Standing standing(Situation placed) {
        Measuring measuring = new Measuring(placed);
        Snapshot snapshot = placed.snapshot();
        long called = snapshot.pods().values().stream()
                .filter(PodFacts::occupies)
                .mapToLong(pod -> calls.getOrDefault(pod.key(), 0L))
                .sum();
        return new Standing(
                placed.pending().size() + placed.refused().size(),
                measuring.cost(),
                measuring.nodes(),
                called - measuring.inProcessTraffic(),
                requested(snapshot, ResourceName.CPU),
                requested(snapshot, ResourceName.MEMORY));
    }

    private static long requested(Snapshot snapshot, ResourceName resource) {
        return snapshot.pods().values().stream()
                .filter(pod -> !pod.state().finished())
                .mapToLong(pod -> pod.requests().get(resource))
                .sum();
    }

    /** How much is in moving {@code candidate} next, without placing anything: shares of requests and traffic, added up. */
    double promise(Candidate candidate, Set<WorkloadRef> moved) {
        long cpu = 0;
        long memory = 0;
        for (PodFacts pod : pods.getOrDefault(candidate.workload(), List.of())) {
            cpu += saved(pod, ResourceName.CPU, candidate.cpuMilli());
            memory += saved(pod, ResourceName.MEMORY, candidate.memoryBytes());
        }
        long traffic = between.getOrDefault(candidate.workload(), Map.of()).entrySet().stream()
                .filter(other -> moved.contains(other.getKey()) || !candidates.contains(other.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        return share(cpu, allCpu) + share(memory, allMemory) + share(traffic, (double) allCalls);
    }

    private static long saved(PodFacts pod, ResourceName resource, Optional<Long> asComponent) {
        long now = pod.requests().get(resource);
        return now - asComponent.orElse(now);
    }

    private static double share(long part, double all) {
        return all == 0 ? 0 : part / all;
    }
}

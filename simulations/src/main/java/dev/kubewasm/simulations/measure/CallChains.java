package dev.kubewasm.simulations.measure;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.wiring.WiringGraph;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the links of a request cost that enters at a Pod and goes on through all imports at once: the longest chain of calls,
 * each to the nearest replica of its provider.
 */
final class CallChains {
    private final Snapshot snapshot;
    private final WiringGraph wiring;
    private final LinkLatency latency;
    private final Map<PodKey, NodeName> where;
    private final Replicas replicas;
    private final Map<PodKey, Double> longest = new HashMap<>();

    private record Call(PodKey provider, double micros) {}

    /** @param where Pods that have a node */
    CallChains(Snapshot snapshot, WiringGraph wiring, LinkLatency latency, Map<PodKey, NodeName> where) {
        this.snapshot = snapshot;
        this.wiring = wiring;
        this.latency = latency;
        this.where = where;
        this.replicas = new Replicas(snapshot, where);
    }

    /** The mean over the placed Pods that import and that nobody imports from, in microseconds; 0 without any. */
    double meanMicros() {
        Set<WorkloadRef> providers = new HashSet<>();
        for (PodKey key : where.keySet()) {
            wiring.of(key).links().forEach(link -> providers.add(link.provider().workload()));
        }
        return where.keySet().stream()
                .sorted()
                .flatMap(key -> snapshot.pod(key).stream())
                .filter(pod -> !providers.contains(pod.workload())
                        && !wiring.of(pod.key()).links().isEmpty())
                .mapToDouble(this::longest)
                .average()
                .orElse(0);
    }

    /** Depth first, by a stack of its own: a chain may be as long as there are workloads. Links have no cycles. */
    private double longest(PodFacts from) {
        Deque<PodKey> open = new ArrayDeque<>();
        open.push(from.key());
        while (!open.isEmpty()) {
            List<Call> calls = calls(open.element());
            List<PodKey> unknown = calls.stream()
                    .map(Call::provider)
                    .filter(provider -> !longest.containsKey(provider))
                    .toList();
            if (unknown.isEmpty()) {
                double most = 0;
                for (Call call : calls) {
                    most = Math.max(most, call.micros() + longest.getOrDefault(call.provider(), 0.0));
                }
                longest.put(open.pop(), most);
            } else {
                unknown.forEach(open::push);
            }
        }
        return longest.getOrDefault(from.key(), 0.0);
    }

    private List<Call> calls(PodKey consumer) {
        List<Call> calls = new ArrayList<>();
        @Nullable NodeName here = where.get(consumer);
        if (here != null) {
            wiring.of(consumer).links().forEach(link -> replicas.nearest(link.provider(), here)
                    .ifPresent(nearest -> calls.add(new Call(nearest.replica(), latency.of(nearest.reach())))));
        }
        return calls;
    }
}

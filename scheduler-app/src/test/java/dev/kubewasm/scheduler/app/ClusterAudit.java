package dev.kubewasm.scheduler.app;

import dev.kubewasm.placement.audit.Auditor;
import dev.kubewasm.placement.audit.Violation;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.result.Score;
import dev.kubewasm.placement.wiring.DecidedWiring;
import dev.kubewasm.scheduler.kubernetes.NodeFactsFactory;
import dev.kubewasm.scheduler.kubernetes.PodFactsFactory;
import dev.kubewasm.scheduler.kubernetes.WorkloadLookup;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Everything bound, as the API server has it, taken for one placement and given to the independent auditor: whether nodes take
 * their Pods and have enough of each resource for all of them. Worlds aren't read, so that links aren't looked at.
 */
final class ClusterAudit {
    private static final PodFactsFactory PODS = new PodFactsFactory(Set.of("kube-wasm"), WorkloadLookup.NONE);

    private ClusterAudit() {}

    /** What is wrong; empty if nothing is. */
    static List<Violation> of(KubernetesClient client) {
        List<NodeFacts> nodes = client.nodes().list().getItems().stream()
                .map(node -> NodeFactsFactory.observe(node).facts())
                .toList();
        List<PodFacts> bound = client.pods().inAnyNamespace().list().getItems().stream()
                .map(pod -> PODS.observe(pod).facts())
                .filter(PodFacts::occupies)
                .toList();
        Map<PodKey, PodOutcome> placed = new TreeMap<>();
        bound.forEach(pod ->
                placed.put(pod.key(), new PodOutcome.Placed(pod.boundTo(), DecidedWiring.of(Map.of()), List.of())));
        Snapshot before = new Snapshot(
                nodes,
                bound.stream().map(pod -> pod.withState(PodState.PENDING)).toList());
        return Auditor.audit(before, placed.keySet(), new PlacementResult(new TreeMap<>(placed), Score.PERFECT));
    }
}

package dev.kubewasm.placement.audit;

import dev.kubewasm.placement.Decided;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.wiring.PodWiring;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the auditor has against a Pod on a node whatever else is there: room aside, and as if every other Pod were on the node
 * too, so that of its links only what they ask of the node itself is said.
 */
public final class NodeRefusal {
    private final Snapshot anywhere;

    /** Of Pods of this snapshot. */
    public NodeRefusal(Snapshot snapshot) {
        this.anywhere = new Snapshot(
                List.copyOf(snapshot.nodes().values()),
                snapshot.pods().values().stream()
                        .map(pod -> pod.withState(PodState.PENDING))
                        .toList());
    }

    /** Why {@code node} doesn't take {@code pod}, in words. */
    public Optional<String> of(PodFacts pod, NodeFacts node, PodWiring wiring) {
        Map<PodKey, NodeName> all = new HashMap<>();
        anywhere.pods().keySet().forEach(key -> all.put(key, node.name()));
        return NodeAudit.refusal(pod, node).or(() -> new WiringAudit(anywhere, all)
                        .audit(pod, node, Decided.wiring(wiring, provider -> provider.pods().stream()
                                .findFirst()))
                        .stream()
                        .map(Violation::toString)
                        .findFirst());
    }
}

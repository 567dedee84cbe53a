package dev.kubewasm.placement.wiring;

import dev.kubewasm.placement.facts.HostCapabilities;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.wit.model.InterfaceName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the nodes supply, asked once a name and kind of node. */
final class Hosts {
    private final Map<Kind, Integer> nodesByKind = new HashMap<>();
    private final Map<Kind, NodeFacts> samples = new HashMap<>();
    private final Map<InterfaceName, Boolean> known = new HashMap<>();

    private record Kind(HostCapabilities capabilities, Optional<String> runtime) {
        static Kind of(NodeFacts node) {
            return new Kind(node.host(), node.runtime());
        }
    }

    /** Follows a node; whether the nodes together supply something else now. */
    boolean change(Snapshot.Change<NodeFacts> node) {
        Optional<Kind> before = node.before().map(Kind::of);
        Optional<Kind> now = node.now().map(Kind::of);
        if (before.equals(now)) {
            return false;
        }
        boolean gone = before.filter(
                        kind -> nodesByKind.computeIfPresent(kind, (k, count) -> count == 1 ? null : count - 1) == null)
                .isPresent();
        boolean come = now.filter(kind -> nodesByKind.merge(kind, 1, Integer::sum) == 1)
                .isPresent();
        if (gone || come) {
            known.clear();
            samples.keySet().retainAll(nodesByKind.keySet());
            node.now().ifPresent(sample -> samples.put(Kind.of(sample), sample));
        }
        return gone || come;
    }

    boolean supply(InterfaceName name) {
        return known.computeIfAbsent(name, n -> samples.values().stream().anyMatch(sample -> sample.supplies(n)));
    }
}

package dev.kubewasm.placement.explain;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.filter.NodeClasses;
import dev.kubewasm.placement.filter.Rejection;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What room the nodes have that take a Pod, worked out once for all Pods alike. */
final class NodeRoom {
    private final Standing standing;
    private final IdentityHashMap<NodeClasses.Verdict, Map<Resources, Alone>> alone = new IdentityHashMap<>();
    private final IdentityHashMap<NodeClasses.Verdict, Map<ResourceName, Long>> most = new IdentityHashMap<>();

    NodeRoom(Standing standing) {
        this.standing = standing;
    }

    /**
     * Where a Pod has room for itself, whoever else it needs.
     *
     * @param roomy indices of the nodes that have it
     * @param lacking how many of the others lack what
     */
    record Alone(BitSet roomy, Map<Rejection, Integer> lacking) {}

    /** Where among the nodes that {@code verdict} allows a Pod has room that takes {@code demand}. */
    Alone alone(NodeClasses.Verdict verdict, Resources demand) {
        return alone.computeIfAbsent(verdict, v -> new HashMap<>()).computeIfAbsent(demand, d -> look(verdict, d));
    }

    private Alone look(NodeClasses.Verdict verdict, Resources demand) {
        BitSet roomy = new BitSet();
        Map<Rejection, Integer> lacking = new LinkedHashMap<>();
        verdict.allowed().stream().forEach(at -> {
            List<Rejection> lacks = Gap.insufficient(Gap.lacking(demand, free(at)));
            lacks.forEach(rejection -> lacking.merge(rejection, 1, Integer::sum));
            roomy.set(at, lacks.isEmpty());
        });
        return new Alone(roomy, lacking);
    }

    private Resources free(int at) {
        return standing.free(standing.nodes().get(at));
    }

    /** The most that one of the nodes that {@code verdict} allows had free before anything was placed. */
    long mostFreeBefore(NodeClasses.Verdict verdict, ResourceName resource) {
        return most.computeIfAbsent(verdict, v -> new HashMap<>())
                .computeIfAbsent(resource, r -> verdict.allowed().stream()
                        .mapToObj(standing.nodes()::get)
                        .mapToLong((NodeFacts node) -> standing.freeBefore(node).get(r))
                        .max()
                        .orElse(0));
    }
}

package dev.kubewasm.placement.solver;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A placement as it grows: Pods are put on nodes and stay there. */
final class StartState {
    private final PlacementProblem problem;
    private final PodLinks links;
    private final List<@Nullable NodeSlot> nodeOf;
    private final CapacityTree capacity;
    private final @Nullable BitSet[] hosted;
    private final int[] firstUnplacedMember;
    private final int[] firstUnplacedConsumer;
    private final BitSet inUse = new BitSet();
    private int providersPlaced;

    StartState(PlacementProblem problem, PodLinks links) {
        this.problem = problem;
        this.links = links;
        this.nodeOf = new ArrayList<>(Collections.nCopies(problem.pods().size(), null));
        this.capacity = new CapacityTree(problem.nodes(), problem.resources().size());
        this.hosted = new @Nullable BitSet[problem.providers().size()];
        this.firstUnplacedMember = new int[problem.providers().size()];
        this.firstUnplacedConsumer = new int[problem.providers().size()];
        problem.nodes().forEach(node -> inUse.set(node.index(), !node.vacant()));
    }

    /** What is left of the nodes. */
    CapacityTree capacity() {
        return capacity;
    }

    /** The nodes that have Pods; not to be changed. */
    BitSet inUse() {
        return inUse;
    }

    /** The node of each Pod by index, null where it has none. */
    List<@Nullable NodeSlot> nodes() {
        return nodeOf;
    }

    boolean isPlaced(int pod) {
        return nodeOf.get(pod) != null;
    }

    /** How many Pods that others need have been placed. */
    int providersPlaced() {
        return providersPlaced;
    }

    /** Those of {@code provider} to place, from the first that is unplaced on. */
    List<Integer> fromFirstUnplaced(ProviderSet provider) {
        return rest(provider.pending(), provider, firstUnplacedMember);
    }

    /** Those who require one of {@code provider}, from the first that is unplaced on. */
    List<Integer> consumersFromFirstUnplaced(ProviderSet provider) {
        return rest(links.consumers(provider), provider, firstUnplacedConsumer);
    }

    /** Where the first unplaced one is only moves on, since placed Pods stay. */
    private List<Integer> rest(List<Integer> pods, ProviderSet provider, int[] positions) {
        int at = positions[provider.id()];
        while (at < pods.size() && isPlaced(pods.get(at))) {
            at++;
        }
        positions[provider.id()] = at;
        return pods.subList(at, pods.size());
    }

    boolean hosts(NodeSlot node, ProviderSet provider) {
        @Nullable BitSet nodes = hosted[provider.id()];
        return provider.boundOn(node) || (nodes != null && nodes.get(node.index()));
    }

    /** Adds the nodes that host {@code provider} to {@code hosts}. */
    void addHosts(ProviderSet provider, BitSet hosts) {
        provider.addBoundNodes(hosts);
        @Nullable BitSet placed = hosted[provider.id()];
        if (placed != null) {
            hosts.or(placed);
        }
    }

    void put(List<Integer> group, NodeSlot node) {
        inUse.set(node.index());
        for (int pod : group) {
            nodeOf.set(pod, node);
            capacity.take(node.index(), problem.pods().get(pod).demand());
            providersPlaced += links.memberOf(pod).isEmpty() ? 0 : 1;
            for (ProviderSet provider : links.memberOf(pod)) {
                @Nullable BitSet nodes = hosted[provider.id()];
                if (nodes == null) {
                    nodes = new BitSet();
                    hosted[provider.id()] = nodes;
                }
                nodes.set(node.index());
            }
        }
    }
}

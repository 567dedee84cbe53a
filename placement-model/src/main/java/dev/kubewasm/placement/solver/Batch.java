package dev.kubewasm.placement.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The placed Pods of a working solution, which are taken off their nodes and put on others; with what each such step changes. */
final class Batch {
    /** So many of the best nodes of its group are alternatives for a Pod. */
    private static final int ALTERNATIVES = 24;

    private final NodeLoads loads;
    private final List<NodeSlot> nodes;
    private final List<SearchedPod> pods = new ArrayList<>();
    private final GroupTies.Sum sum = new GroupTies.Sum();
    private final long[] together;

    /**
     * The Pods, where they are.
     *
     * @param groups they are in, and their nodes
     */
    Batch(PlacementSolution solution, GroupLoads groups, PodWishes wishes, PodLinks links) {
        this.loads = new NodeLoads(solution);
        this.nodes = solution.problem().nodes();
        this.together = new long[solution.problem().resources().size()];
        GroupTies ties = new GroupTies(solution);
        Map<Integer, SearchedPod> byIndex = new HashMap<>();
        for (int group = 0; group < groups.groups(); group++) {
            int[] best = groups.alternatives(group);
            int[] alternatives = Arrays.copyOf(best, Math.min(best.length, ALTERNATIVES));
            for (PodPlacement placement : groups.pods(group)) {
                SearchedPod pod = new SearchedPod(
                        placement,
                        wishes.of(placement.pod()),
                        ties.shares(List.of(placement)),
                        alternatives,
                        links.depth(placement.getIndex()));
                pods.add(pod);
                byIndex.put(placement.getIndex(), pod);
            }
        }
        pods.sort(Comparator.comparingInt((SearchedPod pod) -> -pod.depth)
                .thenComparingInt(pod -> pod.placement.getIndex()));
        pods.forEach(pod -> link(pod, links, byIndex));
        tie();
        pods.forEach(pod -> put(pod, pod.placement.placedOn().index()));
    }

    private static void link(SearchedPod pod, PodLinks links, Map<Integer, SearchedPod> byIndex) {
        pod.providers = links.providers(pod.placement.getIndex()).stream()
                .map(provider -> provider.pending().stream()
                        .map(byIndex::get)
                        .filter(Objects::nonNull)
                        .toArray(SearchedPod[]::new))
                .filter(members -> members.length > 0)
                .toArray(SearchedPod[][]::new);
    }

    private void tie() {
        IdentityHashMap<GroupTies.Tie, List<SearchedPod>> sharing = new IdentityHashMap<>();
        for (SearchedPod pod : pods) {
            pod.shares.forEach(share ->
                    sharing.computeIfAbsent(share.tie(), _ -> new ArrayList<>()).add(pod));
        }
        for (SearchedPod pod : pods) {
            Set<SearchedPod> tied = new LinkedHashSet<>();
            pod.shares.forEach(share -> tied.addAll(sharing.getOrDefault(share.tie(), List.of())));
            tied.remove(pod);
            pod.tied = tied.toArray(SearchedPod[]::new);
        }
    }

    /** The Pods, consumers before their providers. */
    List<SearchedPod> pods() {
        return pods;
    }

    /** How many nodes there are. */
    int nodes() {
        return nodes.size();
    }

    /** The indices of the nodes of the Pods, none of which is off. */
    int[] positions() {
        return pods.stream().mapToInt(pod -> pod.node).toArray();
    }

    /** Such positions, as a placement. */
    Map<PodPlacement, NodeSlot> placement(int[] positions) {
        Map<PodPlacement, NodeSlot> placement = new HashMap<>();
        for (int i = 0; i < positions.length; i++) {
            placement.put(pods.get(i).placement, nodes.get(positions[i]));
        }
        return placement;
    }

    /** Puts a Pod that is off on a node, room or not; by how much the soft constraints take more then. */
    long put(SearchedPod pod, int node) {
        long change = loads.entering(node, pod.demand) + pod.wishes[node] + GroupTies.put(pod.shares, node, 1);
        loads.put(node, pod.demand);
        pod.node = node;
        return change;
    }

    /** Takes a Pod off its node; by how much the soft constraints take more then. */
    long take(SearchedPod pod) {
        int node = pod.node;
        long change = loads.leaving(node, pod.demand) - pod.wishes[node] + GroupTies.put(pod.shares, node, -1);
        loads.take(node, pod.demand);
        pod.node = -1;
        return change;
    }

    /** Says which Pods, all of them off, the next {@link #entering} is about. */
    void ask(List<SearchedPod> group) {
        Arrays.fill(together, 0);
        sum.clear();
        for (SearchedPod pod : group) {
            sum.add(pod.shares);
            for (int r = 0; r < together.length; r++) {
                together[r] += pod.demand[r];
            }
        }
    }

    /** What would change if these Pods went to a node together; {@link GroupLoads#NEVER} if they may not or have no room. */
    long entering(List<SearchedPod> group, int node) {
        if (!loads.fits(together, node)) {
            return GroupLoads.NEVER;
        }
        long cost = loads.entering(node, together) + sum.entering(node);
        for (int i = 0; i < group.size(); i++) {
            SearchedPod pod = group.get(i);
            if (!pod.allowed.get(node)) {
                return GroupLoads.NEVER;
            }
            cost += pod.wishes[node];
        }
        return cost;
    }
}

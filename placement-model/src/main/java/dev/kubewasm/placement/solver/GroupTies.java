package dev.kubewasm.placement.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What ties groups to each other and to bound Pods: links, required ones at a price that nothing makes up for, bound
 * consumers that wait for a provider, stated traffic, replicas of one workload on a node and in a zone. Each tie counts at
 * each place the Pods that matter to it; its cost there is a function of two such counts.
 */
final class GroupTies {
    /** What it costs that a required link lacks its provider. */
    static final long BROKEN = 1L << 40;

    private static final long[] NOTHING = {0, 0};

    /** What no tie costs. */
    private static final long UNKNOWN = Long.MIN_VALUE;

    private final List<NodeSlot> nodes;
    private final ConstraintWeights weights;
    private final Map<Integer, List<Share>> linked = new HashMap<>();
    private final Map<Integer, List<Flow>> traffic = new HashMap<>();
    private final Map<Integer, List<Tie>> replicas = new HashMap<>();

    /** A tie and how much some Pods add to its two counts wherever they are. */
    record Share(Tie tie, long first, long second) {}

    private record Flow(Tie tie, boolean consumes) {}

    /** What a tie costs at a place with so many of both. */
    private interface Cost {
        long at(int place, long first, long second);
    }

    /** A tie; its places are nodes or zones. */
    static final class Tie {
        private final Cost cost;
        private final int[] placeOf;
        private final long[] first;
        private final long[] second;

        /** What it costs now at each place, {@link #UNKNOWN} until somebody asks. */
        private final long[] now;

        /** What those of a {@link Sum} add to the counts. */
        private long sumOfFirst;

        private long sumOfSecond;

        /** What all Pods that can matter to it have a share of, where having all of it costs nothing at any place. */
        private long allOfFirst;

        private long allOfSecond;

        private Tie(Cost cost, int[] placeOf, int places) {
            this.cost = cost;
            this.placeOf = placeOf;
            this.first = new long[places];
            this.second = new long[places];
            this.now = new long[places];
            Arrays.fill(now, UNKNOWN);
        }

        private long now(int place) {
            if (now[place] == UNKNOWN) {
                now[place] = cost.at(place, first[place], second[place]);
            }
            return now[place];
        }

        private long change(long ofFirst, long ofSecond, int node) {
            int place = placeOf[node];
            return place < 0 ? 0 : cost.at(place, first[place] + ofFirst, second[place] + ofSecond) - now(place);
        }

        private long change(Share share, int node, int sign) {
            return change(sign * share.first, sign * share.second, node);
        }

        private void add(Share share, int node, int sign) {
            int place = placeOf[node];
            if (place >= 0) {
                first[place] += sign * share.first;
                second[place] += sign * share.second;
                now[place] = UNKNOWN;
            }
        }

        /** Whether it costs nothing wherever Pods with these shares are, since nobody else matters to it. */
        private boolean settledBy(long ofFirst, long ofSecond) {
            return ofFirst > 0 && ofFirst == allOfFirst && ofSecond == allOfSecond;
        }

        private boolean samePlace(int node, int other) {
            return placeOf[node] == placeOf[other];
        }
    }

    GroupTies(PlacementSolution solution) {
        PlacementProblem problem = solution.problem();
        this.nodes = problem.nodes();
        this.weights = solution.weighing();
        int[] nodeItself = new int[nodes.size()];
        for (int node = 0; node < nodeItself.length; node++) {
            nodeItself[node] = node;
        }
        addLinks(problem, nodeItself);
        addTraffic(problem, nodeItself);
        addReplicas(solution, nodeItself);
    }

    /** A link's tie counts the replicas of its provider, and what it costs not to have one there. */
    private void addLinks(PlacementProblem problem, int[] nodeItself) {
        Map<Integer, long[]> stranded = new HashMap<>();
        for (Stranded waiting : problem.stranded()) {
            stranded.computeIfAbsent(waiting.provider(), p -> new long[nodes.size()])[
                            waiting.node().index()] +=
                    weights.of(SoftConstraint.STRANDED_CONSUMER) * waiting.consumers();
        }
        List<Tie> ties = new ArrayList<>();
        for (ProviderSet provider : problem.providers()) {
            long @Nullable [] waiting = stranded.get(provider.id());
            // A node with a provider of an old revision serves who comes, and yet has consumers who wait for a new one.
            Cost cost = (node, hosted, missed) -> hosted > 0
                    ? 0
                    : (provider.boundOn(nodes.get(node)) ? 0 : missed) + (waiting == null ? 0 : waiting[node]);
            Tie tie = new Tie(cost, nodeItself, nodes.size());
            ties.add(tie);
            provider.pending().forEach(member -> link(member, new Share(tie, 1, 0)));
            // Consumers that are bound already matter besides, wherever they wait.
            tie.allOfFirst += waiting == null ? 0 : 1;
        }
        problem.required()
                .forEach(link ->
                        link(link.consumer(), new Share(ties.get(link.provider().id()), 0, BROKEN * link.imports())));
        problem.preferred()
                .forEach(link -> link(
                        link.consumer(),
                        new Share(
                                ties.get(link.provider().id()),
                                0,
                                weights.of(SoftConstraint.PREFERRED_LINK) * link.traffic())));
    }

    private void link(int pod, Share share) {
        linked.computeIfAbsent(pod, p -> new ArrayList<>()).add(share);
        share.tie.allOfFirst += share.first;
        share.tie.allOfSecond += share.second;
    }

    private void addTraffic(PlacementProblem problem, int[] nodeItself) {
        long weight = weights.of(SoftConstraint.GAINED_AFFINITY);
        IdentityHashMap<AffinityEdge, Tie> ties = new IdentityHashMap<>();
        for (AffinityEdge.End end : problem.ends()) {
            AffinityEdge edge = end.edge();
            Tie tie = ties.computeIfAbsent(
                    edge,
                    e -> new Tie(
                            (node, consumers, providers) ->
                                    weight * edge.lost(edge.added(nodes.get(node), consumers, providers)),
                            nodeItself,
                            nodes.size()));
            traffic.computeIfAbsent(end.workload(), w -> new ArrayList<>()).add(new Flow(tie, end.consumes()));
        }
    }

    private void addReplicas(PlacementSolution solution, int[] nodeItself) {
        Map<Integer, Integer> counts = new HashMap<>();
        solution.getPods().forEach(pod -> counts.merge(pod.pod().workload(), 1, Integer::sum));
        List<Zone> zones = new ArrayList<>();
        int[] zoneOf = zones(zones);
        long onNode = weights.of(SoftConstraint.WORKLOAD_SPREAD);
        long inZone = weights.of(SoftConstraint.ZONE_SPREAD);
        counts.forEach((workload, count) -> {
            List<Tie> ties = new ArrayList<>();
            if (count > 1) {
                // Pairs with bound ones are among what the Pods wish for themselves.
                ties.add(new Tie((node, here, none) -> onNode * here * (here - 1) / 2, nodeItself, nodes.size()));
            }
            if (count > 1 || zones.stream().anyMatch(zone -> zone.replicas(workload) > 0)) {
                ties.add(new Tie(
                        (zone, here, none) -> inZone
                                * (here * (here - 1) / 2
                                        + here * zones.get(zone).replicas(workload)),
                        zoneOf,
                        zones.size()));
            }
            replicas.put(workload, ties);
        });
    }

    /** The zone of each node, -1 where it has none. */
    private int[] zones(List<Zone> zones) {
        IdentityHashMap<Zone, Integer> known = new IdentityHashMap<>();
        int[] zoneOf = new int[nodes.size()];
        for (NodeSlot node : nodes) {
            zoneOf[node.index()] = -1;
            if (node.zoned()) {
                zoneOf[node.index()] = known.computeIfAbsent(node.zone(), zone -> {
                    zones.add(zone);
                    return zones.size() - 1;
                });
            }
        }
        return zoneOf;
    }

    /** What some Pods that are together have a share in; empty for most. */
    List<Share> shares(List<PodPlacement> pods) {
        IdentityHashMap<Tie, long[]> sums = new IdentityHashMap<>();
        List<Tie> order = new ArrayList<>();
        for (PodPlacement placement : pods) {
            PendingPod pod = placement.pod();
            for (Share share : linked.getOrDefault(pod.index(), List.of())) {
                add(share.tie(), share.first(), share.second(), sums, order);
            }
            for (Flow flow : traffic.getOrDefault(pod.workload(), List.of())) {
                add(flow.tie(), flow.consumes() ? 1 : 0, flow.consumes() ? 0 : 1, sums, order);
            }
            for (Tie tie : replicas.getOrDefault(pod.workload(), List.of())) {
                add(tie, 1, 0, sums, order);
            }
        }
        List<Share> shares = new ArrayList<>();
        for (Tie tie : order) {
            long[] sum = sums.getOrDefault(tie, NOTHING);
            if (!tie.settledBy(sum[0], sum[1])) {
                shares.add(new Share(tie, sum[0], sum[1]));
            }
        }
        return shares;
    }

    private static void add(Tie tie, long first, long second, IdentityHashMap<Tie, long[]> sums, List<Tie> order) {
        long[] sum = sums.computeIfAbsent(tie, t -> {
            order.add(t);
            return new long[2];
        });
        sum[0] += first;
        sum[1] += second;
    }

    /** What changes if Pods with these shares, which are nowhere, go to a node. */
    static long entering(List<Share> shares, int node) {
        long change = 0;
        for (Share share : shares) {
            change += share.tie.change(share, node, 1);
        }
        return change;
    }

    /** What changes if Pods with these shares go from a node to another. */
    static long change(List<Share> shares, int from, int to) {
        long change = 0;
        for (Share share : shares) {
            if (!share.tie.samePlace(from, to)) {
                change += share.tie.change(share, from, -1) + share.tie.change(share, to, 1);
            }
        }
        return change;
    }

    /** Counts Pods with these shares at a node, or no longer if {@code sign} is negative, and says what changes by it. */
    static long put(List<Share> shares, int node, int sign) {
        long change = 0;
        for (Share share : shares) {
            change += share.tie.change(share, node, sign);
            share.tie.add(share, node, sign);
        }
        return change;
    }

    /** The shares of some Pods added up, to be compared at many nodes. There is one at a time for the same ties. */
    static final class Sum {
        private final List<Tie> ties = new ArrayList<>();

        /** Begins anew. */
        void clear() {
            ties.forEach(tie -> {
                tie.sumOfFirst = 0;
                tie.sumOfSecond = 0;
            });
            ties.clear();
        }

        /** Adds the shares of one more Pod. */
        void add(List<Share> shares) {
            for (Share share : shares) {
                Tie tie = share.tie;
                if (tie.sumOfFirst == 0 && tie.sumOfSecond == 0) {
                    ties.add(tie);
                }
                tie.sumOfFirst += share.first;
                tie.sumOfSecond += share.second;
            }
        }

        /** What changes if these Pods, which are nowhere, go to a node. */
        long entering(int node) {
            long change = 0;
            for (int i = 0; i < ties.size(); i++) {
                Tie tie = ties.get(i);
                change += tie.change(tie.sumOfFirst, tie.sumOfSecond, node);
            }
            return change;
        }
    }

    /** Counts Pods with these shares at another node; {@code from} is negative if they were nowhere. */
    static void move(List<Share> shares, int from, int to) {
        for (Share share : shares) {
            if (from >= 0) {
                share.tie.add(share, from, -1);
            }
            share.tie.add(share, to, 1);
        }
    }
}

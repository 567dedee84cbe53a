package dev.kubewasm.placement.solver;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Takes some Pods of a batch that are tied to each other off their nodes, and puts them back one small group after the other,
 * each where it costs least; what is worse is undone, or kept now and then while the search is young (ruin and recreate, with
 * simulated annealing). In plain arrays. Deterministic for a seed.
 */
final class BatchSearch {
    private static final int ATTEMPTS = 600;

    /** At most so many Pods are taken off at once. */
    private static final int MOST = 20;

    /** So many nodes of others, and as many of all, are looked at besides those with a reason. */
    private static final int STRAY = 4;

    private final SplittableRandom random;
    private final Batch batch;
    private final List<SearchedPod> pods;

    /** The last look at each node. */
    private final int[] seen;

    private int look;
    private int bestNode;
    private long bestCost;

    /** Those taken off in the present attempt. */
    private final List<SearchedPod> off = new ArrayList<>();

    BatchSearch(Batch batch, long seed) {
        this.random = new SplittableRandom(seed);
        this.batch = batch;
        this.pods = batch.pods();
        this.seen = new int[batch.nodes()];
    }

    /**
     * The best placement that is found.
     *
     * @param penalty what the soft constraints take from the present one
     */
    Map<PodPlacement, NodeSlot> run(long penalty) {
        int[] best = batch.positions();
        long change = 0;
        long least = 0;
        // At first one attempt in e is kept of those that cost as much as a Pod does on average, and none in the end.
        double heat = (double) penalty / pods.size();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long worse = attempt();
            double cooled = heat * (ATTEMPTS - attempt) / ATTEMPTS;
            if (worse > 0 && worse > -cooled * Math.log(random.nextDouble())) {
                undo();
                continue;
            }
            change += worse;
            if (change < least) {
                least = change;
                best = batch.positions();
            }
        }
        return batch.placement(best);
    }

    private void undo() {
        for (SearchedPod pod : off) {
            if (pod.node >= 0) {
                batch.take(pod);
            }
        }
        off.forEach(pod -> batch.put(pod, pod.before));
    }

    /** Takes some Pods off and puts them back; by how much that is worse. */
    private long attempt() {
        off.clear();
        long change = takeSome();
        if (random.nextInt(4) == 0) {
            Collections.shuffle(off, Random.from(random));
        } else {
            off.sort(Comparator.comparingInt(pod -> -pod.depth));
        }
        for (SearchedPod pod : off) {
            if (pod.node < 0) {
                List<SearchedPod> group = group(pod);
                long entered = enter(group);
                if (entered >= GroupLoads.NEVER && group.size() > 1) {
                    entered = 0;
                    for (SearchedPod member : group) {
                        entered = Math.min(GroupLoads.NEVER, entered + enter(List.of(member)));
                    }
                }
                if (entered >= GroupLoads.NEVER) {
                    return GroupLoads.NEVER;
                }
                change += entered;
            }
        }
        return change;
    }

    /** Begins with any Pod or two, and goes on to those tied to them, now and then to those on their nodes as well. */
    private long takeSome() {
        int most =
                switch (random.nextInt(4)) {
                    case 0 -> random.nextInt(1, 4);
                    case 1, 2 -> random.nextInt(2, 9);
                    default -> random.nextInt(4, MOST + 1);
                };
        long change = take(any());
        if (random.nextInt(4) == 0) {
            change += take(any());
        }
        boolean neighbours = random.nextInt(4) == 0;
        for (int next = 0; next < off.size() && off.size() < most; next++) {
            SearchedPod pod = off.get(next);
            for (int i = 0; neighbours && i < pods.size() && off.size() < most; i++) {
                change += pods.get(i).node == pod.before ? take(pods.get(i)) : 0;
            }
            int tied = pod.tied.length;
            int first = tied == 0 ? 0 : random.nextInt(tied);
            for (int i = 0; i < tied && off.size() < most; i++) {
                change += random.nextInt(4) > 0 ? take(pod.tied[(first + i) % tied]) : 0;
            }
        }
        return change;
    }

    private SearchedPod any() {
        return pods.get(random.nextInt(pods.size()));
    }

    private long take(SearchedPod pod) {
        if (pod.node < 0) {
            return 0;
        }
        pod.before = pod.node;
        off.add(pod);
        return batch.take(pod);
    }

    /** A Pod and, of each provider it is linked to, mostly one of those that are off. */
    private List<SearchedPod> group(SearchedPod consumer) {
        List<SearchedPod> group = new ArrayList<>(List.of(consumer));
        boolean alone = random.nextInt(8) == 0;
        for (int next = 0; next < group.size() && !alone; next++) {
            for (SearchedPod[] members : group.get(next).providers) {
                int first = random.nextInt(members.length);
                for (int i = 0; i < members.length; i++) {
                    SearchedPod member = members[(first + i) % members.length];
                    if (member.node < 0 && !group.contains(member)) {
                        if (random.nextInt(16) > 0) {
                            group.add(member);
                        }
                        break;
                    }
                }
            }
        }
        return group;
    }

    /** Puts Pods together where they cost least of the nodes worth a look; {@link GroupLoads#NEVER} if they fit on none. */
    private long enter(List<SearchedPod> group) {
        batch.ask(group);
        look++;
        bestNode = -1;
        bestCost = GroupLoads.NEVER;
        for (SearchedPod pod : group) {
            for (int node : pod.alternatives) {
                look(group, node);
            }
            for (SearchedPod other : pod.tied) {
                look(group, other.node);
            }
        }
        for (SearchedPod pod : off) {
            look(group, pod.before);
        }
        for (int i = 0; i < STRAY; i++) {
            look(group, any().node);
            look(group, random.nextInt(seen.length));
        }
        if (bestNode < 0) {
            return GroupLoads.NEVER;
        }
        long change = 0;
        for (SearchedPod pod : group) {
            change += batch.put(pod, bestNode);
        }
        return change;
    }

    private void look(List<SearchedPod> group, int node) {
        if (node >= 0 && seen[node] != look) {
            seen[node] = look;
            long cost = batch.entering(group, node);
            if (cost < bestCost) {
                bestCost = cost;
                bestNode = node;
            }
        }
    }
}

package dev.kubewasm.benchmarks.placement;

import dev.kubewasm.placement.Placer;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.solver.ConstraintWeights;
import dev.kubewasm.placement.solver.PlacementProblem;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.placement.solver.PlacementSolver;
import dev.kubewasm.placement.solver.ProblemBuilder;
import dev.kubewasm.placement.wiring.Wirer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Online placement: cycle after cycle 100 Pods in 20 groups against thousands of nodes. Each cycle's snapshot is made of
 * the last one's: the Pods placed are bound, as many of the oldest are gone. Timed is everything from the news to audited
 * decisions. Every so often the same snapshot is placed with 5 seconds to search all nodes as well, to compare the scores,
 * by the auditor. So is a cluster where many soft constraints weigh: preferred links with traffic, replicas over zones,
 * costs of nodes, images.
 */
public final class OnlineReport {
    private static final int GROUPS = 20;
    private static final int GROUP_SIZE = 5;

    /** The peer is set up anew for each of its runs, which isn't timed and takes long. */
    private static final int PEER_EVERY = 10;

    /** What the scheduler runs with. */
    private static final PlacementSettings ONLINE = PlacementSettings.DEFAULT.forBatch(GROUPS * GROUP_SIZE);

    private static final PlacementSettings LONG =
            new PlacementSettings(2, Integer.MAX_VALUE / 100, Duration.ofSeconds(5), ConstraintWeights.DEFAULT);

    private OnlineReport() {}

    /**
     * Runs it.
     *
     * @param args nodes, bound Pods, measured cycles, how many cycles are compared with a long run
     */
    public static void main(String[] args) {
        int nodeCount = Integer.parseInt(args[0]);
        int boundCount = Integer.parseInt(args[1]);
        int cycles = Integer.parseInt(args[2]);
        int compared = Integer.parseInt(args[3]);
        SplittableRandom random = new SplittableRandom(1);
        List<NodeFacts> nodes = GeneratedCluster.nodes(nodeCount, 50, random);
        GeneratedApplications applications = new GeneratedApplications(random);
        List<PodFacts> bound = Clusters.boundApplications(boundCount, nodes, () -> applications.next(1), random);
        Run run = new Run(new Snapshot(nodes, bound), bound, () -> {
            List<PodFacts> pending = new ArrayList<>();
            for (int g = 0; g < GROUPS; g++) {
                pending.addAll(applications.next(GROUP_SIZE, 1));
            }
            return pending;
        });
        System.out.printf(
                "%,d nodes, %,d bound Pods, %d pending in %d groups, %d steps, %d cycles after %d to warm up%n",
                nodeCount, boundCount, GROUPS * GROUP_SIZE, GROUPS, ONLINE.stepLimit(), cycles, cycles);
        System.out.println("                                   median      p99    (ms; wall, then CPU of the thread)");
        report(run, cycles, compared);
        mixed(nodeCount, boundCount, cycles, compared);
    }

    private static void mixed(int nodeCount, int boundCount, int cycles, int compared) {
        SplittableRandom random = new SplittableRandom(2);
        MixedCluster cluster = new MixedCluster(random);
        List<NodeFacts> nodes = cluster.nodes(nodeCount);
        // Every fourth node stays vacant: opening it has its cost.
        List<PodFacts> bound =
                Clusters.boundApplications(boundCount, nodes.subList(0, 3 * nodeCount / 4), cluster::next, random);
        Run run = new Run(new Snapshot(nodes, bound), bound, () -> {
            List<PodFacts> pending = new ArrayList<>();
            while (pending.size() < GROUPS * GROUP_SIZE) {
                pending.addAll(cluster.next());
            }
            return pending;
        });
        System.out.println("the same with preferred links, traffic, replicas, zones, costs and images, about 100 Pods");
        report(run, cycles, compared);
    }

    private static void report(Run run, int cycles, int compared) {
        for (int i = 0; i < cycles; i++) {
            run.cycle(false);
        }
        run.forget();
        for (int i = 0; i < cycles; i++) {
            run.cycle(false);
        }
        run.print();
        for (int i = 0; i < compared; i++) {
            run.cycle(true);
        }
        run.printScores();
    }

    private static final class Run {
        private final Placer placer = new Placer();
        private final Supplier<List<PodFacts>> next;
        private final Deque<PodKey> oldest = new ArrayDeque<>();
        private final Timings ours = new Timings();
        private final Timings peer = new Timings();
        private Snapshot snapshot;
        private int count;
        private long unplaced;
        private long score;
        private long longScore;
        private final List<Double> gaps = new ArrayList<>();

        Run(Snapshot snapshot, List<PodFacts> bound, Supplier<List<PodFacts>> next) {
            this.snapshot = snapshot;
            this.next = next;
            bound.forEach(pod -> oldest.add(pod.key()));
        }

        void forget() {
            ours.clear();
            peer.clear();
            unplaced = 0;
        }

        void cycle(boolean compare) {
            List<PodFacts> pending = next.get();
            List<PodKey> keys = pending.stream().map(PodFacts::key).toList();
            Snapshot before = snapshot;
            PlacementResult result = ours.time(() -> {
                Snapshot now = before;
                for (PodFacts pod : pending) {
                    now = now.with(pod);
                }
                snapshot = now;
                return placer.place(now, keys, ONLINE);
            });
            if (compare) {
                long found = Clusters.score(snapshot, result, ONLINE.weights()).soft();
                long best = searched(snapshot, pending);
                score += found;
                longScore += best;
                gaps.add((double) (best - found) / Math.max(1, -best));
            } else if (++count % PEER_EVERY == 0) {
                OnePodAtATime others = OnePodAtATime.leastAllocated(
                        List.copyOf(before.nodes().values()), before.pods().values());
                peer.time(() -> others.place(pending));
            }
            for (PodFacts pod : pending) {
                if (result.of(pod.key()) instanceof PodOutcome.Placed placed) {
                    snapshot = snapshot.with(Clusters.bound(pod, placed.node()));
                    oldest.add(pod.key());
                    snapshot = snapshot.without(oldest.remove());
                } else {
                    unplaced++;
                    snapshot = snapshot.without(pod.key());
                }
            }
        }

        /** The soft score of a long search of all nodes. */
        private static long searched(Snapshot snapshot, List<PodFacts> pending) {
            PlacementProblem problem = new ProblemBuilder(snapshot, Wirer.wire(snapshot), pending)
                    .build()
                    .problem();
            return new PlacementSolver().solve(problem, LONG).score().softScore();
        }

        void print() {
            System.out.println("placement, from news to audit    " + ours);
            System.out.println("one Pod at a time, links unknown " + peer);
            System.out.printf(
                    "ratio of medians, CPU: %.2f; Pods left unplaced: %d%n",
                    ours.medianCpu() / peer.medianCpu(), unplaced);
        }

        void printScores() {
            Collections.sort(gaps);
            if (!gaps.isEmpty()) {
                System.out.printf(
                        "soft score over %d cycles: %d, with 5 s each: %d; gap %.2f %% (worst cycle %.2f %%)%n",
                        gaps.size(), score, longScore, 100.0 * (longScore - score) / -longScore, 100 * gaps.getLast());
            }
        }
    }
}

package dev.kubewasm.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.solver.ConstraintWeights;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.testkit.Scale;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A placer that has followed a cluster decides as one that sees it for the first time. */
class IncrementalPlacementTest {
    private static final PlacementSettings SETTINGS =
            new PlacementSettings(1, 50, Duration.ofMinutes(1), ConstraintWeights.DEFAULT);

    static LongStream seeds() {
        return LongStream.range(0, Scale.cases(1000));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatWasKeptIsWhatIsWorkedOutAnew(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Placer follower = new Placer();
        Snapshot snapshot = Instances.random(random, 8, 30);
        for (int step = 0; step < 6; step++) {
            List<PodKey> pending = snapshot.pods().values().stream()
                    .filter(pod -> pod.state().node().isEmpty() && !pod.state().finished())
                    .map(PodFacts::key)
                    .toList();
            Snapshot scratch = new Snapshot(
                    List.copyOf(snapshot.nodes().values()),
                    List.copyOf(snapshot.pods().values()));

            PlacementResult followed = follower.place(snapshot, pending, SETTINGS);

            assertThat(followed)
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(new Placer().place(scratch, pending, SETTINGS));
            for (NodeFacts node : snapshot.nodes().values()) {
                assertThat(snapshot.podsOn(node.name()))
                        .as("seed %d, step %d", seed, step)
                        .containsExactlyElementsOf(snapshot.pods().values().stream()
                                .filter(pod ->
                                        pod.occupies() && pod.state().node().equals(Optional.of(node.name())))
                                .toList());
            }
            snapshot = changed(snapshot, followed, random);
        }
    }

    /** Some decisions come true; Pods and nodes come, go and change. */
    private static Snapshot changed(Snapshot before, PlacementResult result, RandomGenerator random) {
        Snapshot now = before;
        for (PodKey key : result.outcomes().keySet()) {
            if (result.of(key) instanceof PodOutcome.Placed placed && random.nextInt(3) > 0) {
                PodFacts pod = before.pod(key).orElseThrow();
                now = now.with(pod.withState(
                        new PodState(Optional.of(placed.node()), PodState.Phase.RUNNING, false, random.nextBoolean())));
            }
        }
        for (PodFacts pod : before.pods().values()) {
            switch (random.nextInt(12)) {
                case 0 -> now = now.without(pod.key());
                case 1 -> {
                    PodState state = pod.state();
                    now = now.with(pod.withState(new PodState(state.node(), state.phase(), true, false)));
                }
                case 2 -> {
                    PodState over = new PodState(pod.state().node(), PodState.Phase.SUCCEEDED, false, false);
                    now = now.with(pod.withState(over));
                }
                default -> {}
            }
        }
        for (PodFacts pod : Instances.random(random, 8, 10).pods().values()) {
            now = random.nextBoolean() && now.pod(pod.key()).isEmpty() ? now.with(pod) : now;
        }
        for (NodeFacts node : Instances.random(random, 8, 1).nodes().values()) {
            now = random.nextInt(4) == 0 ? now.with(node) : now;
        }
        NodeName gone = new NodeName("n" + random.nextInt(20));
        return now.nodes().size() > 1 ? now.without(gone) : now;
    }

    /** More nodes than are looked at one by one: the list of the best must not cost a Pod its place. */
    @Test
    void ofManyNodesTheOneThatFitsIsFound() {
        List<NodeFacts> nodes = new ArrayList<>();
        for (int n = 0; n < 400; n++) {
            nodes.add(
                    Nodes.node("n%03d".formatted(n)).cpu(n == 300 ? 4000 : 500).build());
        }
        List<PodFacts> pods = List.of(
                Pods.pod("front")
                        .cpu(900)
                        .runs(Worlds.component(List.of("a:a/api"), List.of()))
                        .build(),
                Pods.pod("api")
                        .cpu(900)
                        .runs(Worlds.component(List.of(), List.of("a:a/api")))
                        .build(),
                Pods.pod("small").cpu(100).build());

        PlacementResult result = new Placer()
                .place(
                        new Snapshot(nodes, pods),
                        pods.stream().map(PodFacts::key).toList(),
                        SETTINGS);

        assertThat(((PodOutcome.Placed) result.of(Pods.key("front"))).node()).isEqualTo(new NodeName("n300"));
        assertThat(result.of(Pods.key("small"))).isInstanceOf(PodOutcome.Placed.class);
    }

    /** So many alike that the nodes listed for them are full before all are placed. */
    @Test
    void whatTheListHasNoRoomForGoesElsewhere() {
        List<NodeFacts> nodes = new ArrayList<>();
        List<PodFacts> pods = new ArrayList<>();
        for (int n = 0; n < 210; n++) {
            nodes.add(Nodes.node("n%03d".formatted(n)).cpu(1000).build());
            pods.add(Pods.replica("web", n).cpu(700).build());
        }

        PlacementResult result = new Placer()
                .place(
                        new Snapshot(nodes, pods),
                        pods.stream().map(PodFacts::key).toList(),
                        SETTINGS);

        assertThat(result.outcomes().values()).allMatch(PodOutcome.Placed.class::isInstance);
    }
}

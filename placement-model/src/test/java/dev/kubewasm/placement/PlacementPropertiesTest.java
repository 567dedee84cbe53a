package dev.kubewasm.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.audit.Auditor;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.solver.ConstraintWeights;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.placement.wiring.DecidedWiring;
import dev.kubewasm.placement.wiring.WiredImport;
import dev.kubewasm.testkit.Scale;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every placement, on random clusters. */
class PlacementPropertiesTest {
    private static final PlacementSettings SETTINGS =
            new PlacementSettings(1, 400, Duration.ofMinutes(1), ConstraintWeights.DEFAULT);

    private final Placer placer = new Placer();

    private static List<PodKey> pending(Snapshot snapshot) {
        return snapshot.pods().values().stream()
                .filter(pod -> pod.state().node().isEmpty())
                .map(PodFacts::key)
                .toList();
    }

    static LongStream smallSeeds() {
        return LongStream.range(0, Scale.cases(4000));
    }

    static LongStream largerSeeds() {
        return LongStream.range(10_000, 10_000 + Scale.cases(1000));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("smallSeeds")
    void asMuchIsPlacedAsCanBe(long seed) {
        Snapshot snapshot = Instances.random(new SplittableRandom(seed), 3, 6);
        List<PodKey> pending = pending(snapshot);

        PlacementResult result = placer.place(snapshot, pending, SETTINGS);

        assertThat(BruteForce.placed(snapshot, result))
                .as("seed %d: %s", seed, result)
                .isEqualTo(new BruteForce(snapshot, pending).mostPlaced());
    }

    /** Placer audits what it returns and throws if that fails: a result is a proof. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("largerSeeds")
    void whatIsPlantedIsFound(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Snapshot snapshot = Instances.random(random, 8, 40);
        List<PodKey> pending = pending(snapshot);
        PlacementResult result = placer.place(snapshot, pending, SETTINGS);

        result.outcomes().forEach((key, outcome) -> {
            if (!(outcome instanceof PodOutcome.Placed placed)) {
                return;
            }
            assertFound(seed, snapshot, pending, without(result, key));
            assertFound(seed, snapshot, pending, with(result, key, onNode(placed, new NodeName("nowhere"))));
            placed.wiring().containers().forEach((container, wiring) -> wiring.imports()
                    .forEach((imported, wired) -> {
                        PodOutcome unwired = rewired(placed, container, imported, Optional.empty());
                        assertFound(seed, snapshot, pending, with(result, key, unwired));
                        if (wired instanceof WiredImport.Provider(var workload, Optional<PodKey> pod)
                                && pod.isPresent()) {
                            WiredImport other = new WiredImport.Provider(workload, Optional.of(key));
                            PodOutcome wrong = rewired(placed, container, imported, Optional.of(other));
                            assertFound(seed, snapshot, pending, with(result, key, wrong));
                            for (NodeFacts node : snapshot.nodes().values()) {
                                if (!node.name().equals(placed.node())) {
                                    assertFound(
                                            seed, snapshot, pending, with(result, key, onNode(placed, node.name())));
                                }
                            }
                        }
                    }));
            for (NodeFacts node : snapshot.nodes().values()) {
                boolean kept = snapshot.pod(key).orElseThrow().excluded().containsKey(node.name());
                if (node.unschedulable() || kept) {
                    assertFound(seed, snapshot, pending, with(result, key, onNode(placed, node.name())));
                }
            }
        });
        for (PodFacts pod : snapshot.pods().values()) {
            if (pod.state().node().isPresent()) {
                PodOutcome moved =
                        new PodOutcome.Placed(pod.state().node().get(), DecidedWiring.of(Map.of()), List.of());
                assertFound(seed, snapshot, pending, with(result, pod.key(), moved));
            }
        }
    }

    /** What is said to help helps, on clusters that have little room. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("largerSeeds")
    void whatWouldHelpHelps(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Snapshot snapshot = Instances.random(random, 5, 30);

        WouldFit.verify(snapshot, placer.place(snapshot, pending(snapshot), SETTINGS), "seed " + seed);
    }

    private static void assertFound(long seed, Snapshot snapshot, List<PodKey> pending, PlacementResult planted) {
        assertThat(Auditor.audit(snapshot, pending, planted))
                .as("seed %d: %s", seed, planted)
                .isNotEmpty();
    }

    private static PlacementResult without(PlacementResult result, PodKey pod) {
        SortedMap<PodKey, PodOutcome> outcomes = new TreeMap<>(result.outcomes());
        outcomes.remove(pod);
        return new PlacementResult(outcomes, result.score());
    }

    private static PlacementResult with(PlacementResult result, PodKey pod, PodOutcome outcome) {
        SortedMap<PodKey, PodOutcome> outcomes = new TreeMap<>(result.outcomes());
        outcomes.put(pod, outcome);
        return new PlacementResult(outcomes, result.score());
    }

    private static PodOutcome onNode(PodOutcome.Placed placed, NodeName node) {
        return new PodOutcome.Placed(node, placed.wiring(), placed.warnings());
    }

    private static PodOutcome rewired(
            PodOutcome.Placed placed, String container, String imported, Optional<WiredImport> wired) {
        Map<String, DecidedWiring.ContainerWiring> containers =
                new HashMap<>(placed.wiring().containers());
        Map<String, WiredImport> imports = new HashMap<>(placed.wiring().imports(container));
        imports.remove(imported);
        wired.ifPresent(other -> imports.put(imported, other));
        containers.put(container, DecidedWiring.ContainerWiring.of(Optional.empty(), imports));
        return new PodOutcome.Placed(placed.node(), DecidedWiring.of(containers), placed.warnings());
    }

    @Test
    void theSameSeedGivesTheSameResult() {
        for (long seed = 0; seed < 5; seed++) {
            Snapshot snapshot = Instances.random(new SplittableRandom(seed), 10, 60);

            assertThat(new Placer().place(snapshot, pending(snapshot), SETTINGS))
                    .as("seed %d", seed)
                    .isEqualTo(placer.place(snapshot, pending(snapshot), SETTINGS));
        }
    }

    @Test
    void aNodeWithTooManyPodsIsFound() {
        Snapshot snapshot = new Snapshot(
                List.of(
                        Nodes.node("a").cpu(150).build(),
                        Nodes.node("b").cpu(150).build()),
                List.of(Pods.pod("p").build(), Pods.pod("q").build()));
        PlacementResult result = placer.place(snapshot, pending(snapshot), SETTINGS);
        PodOutcome.Placed p = (PodOutcome.Placed) result.of(Pods.key("p"));

        assertFound(0, snapshot, pending(snapshot), with(result, Pods.key("q"), p));
    }

    @Test
    void aNodeThatARuleKeepsThePodFromIsFound() {
        Snapshot snapshot = new Snapshot(
                List.of(Nodes.node("a").build(), Nodes.node("b").build()),
                List.of(Pods.pod("p")
                        .excluded("b", "node(s) have a neighbour that minds it")
                        .build()));
        PlacementResult result = placer.place(snapshot, pending(snapshot), SETTINGS);
        PodOutcome.Placed p = (PodOutcome.Placed) result.of(Pods.key("p"));

        assertThat(Auditor.audit(snapshot, pending(snapshot), result)).isEmpty();
        assertFound(0, snapshot, pending(snapshot), with(result, Pods.key("p"), onNode(p, new NodeName("b"))));
    }

    @Test
    void hundredsOfNodesAndThousandsOfPodsArePlacedInGroups() {
        List<NodeFacts> nodes = new ArrayList<>();
        List<PodFacts> pods = new ArrayList<>();
        for (int n = 0; n < 200; n++) {
            nodes.add(Nodes.node("n" + n).build());
        }
        for (int g = 0; g < 300; g++) {
            pods.add(Pods.pod("front" + g)
                    .runs(Worlds.component(List.of("g:g" + g + "/api"), List.of()))
                    .build());
            pods.add(Pods.pod("api" + g)
                    .runs(Worlds.component(List.of("g:g" + g + "/db"), List.of("g:g" + g + "/api")))
                    .build());
            pods.add(Pods.pod("db" + g)
                    .runs(Worlds.component(List.of(), List.of("g:g" + g + "/db")))
                    .build());
        }
        Snapshot snapshot = new Snapshot(nodes, pods);

        PlacementResult result = placer.place(snapshot, pending(snapshot), SETTINGS);

        assertThat(result.outcomes().values()).allMatch(PodOutcome.Placed.class::isInstance);
    }
}

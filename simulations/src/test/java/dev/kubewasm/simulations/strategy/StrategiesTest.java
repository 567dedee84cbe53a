package dev.kubewasm.simulations.strategy;

import static dev.kubewasm.simulations.Clusters.bound;
import static dev.kubewasm.simulations.Clusters.labelled;
import static dev.kubewasm.simulations.Clusters.node;
import static dev.kubewasm.simulations.Clusters.pod;
import static dev.kubewasm.simulations.Clusters.situation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.solver.ConstraintWeights;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.simulations.situation.Situation;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StrategiesTest {
    private static PlacementSettings seeded(long seed) {
        return new PlacementSettings(seed, 1000, Duration.ofMinutes(1), ConstraintWeights.DEFAULT);
    }

    private static Map<PodKey, NodeName> place(Strategies strategy, Situation situation, long seed) {
        return strategy.make(seeded(seed)).place(situation, 0, Progress.NONE).nodes();
    }

    private static NodeName placeOne(Strategies strategy, Situation situation) {
        return place(strategy, situation, 1).values().iterator().next();
    }

    @Test
    void firstFitTakesTheFirstWithRoom() {
        Situation situation = situation(
                List.of(node("a", 1, 1), node("b", 4, 8), node("c", 4, 8)),
                List.of(pod("new", 500, 100), bound(pod("old", 900, 100), "a")));

        assertThat(placeOne(Strategies.FIRST_FIT, situation)).isEqualTo(new NodeName("b"));
    }

    @Test
    void bestFitTakesTheTightest() {
        Situation situation =
                situation(List.of(node("a", 4, 8), node("b", 2, 4), node("c", 4, 8)), List.of(pod("new", 500, 100)));

        assertThat(placeOne(Strategies.BEST_FIT, situation)).isEqualTo(new NodeName("b"));
    }

    /** The node with most room has a Pod that minds the one to place. */
    @Test
    void aPlanLeavesANodeToAPodThatMindsTheOneToPlace() {
        List<Node> nodes = Stream.of(node("a", 2, 4), node("b", 8, 16))
                .map(node -> new NodeBuilder(node)
                        .editMetadata()
                        .addToLabels(
                                "kubernetes.io/hostname", node.getMetadata().getName())
                        .endMetadata()
                        .build())
                .toList();
        Pod guard = new PodBuilder(bound(pod("guard", 100, 100), "b"))
                .editSpec()
                .withNewAffinity()
                .withNewPodAntiAffinity()
                .addNewRequiredDuringSchedulingIgnoredDuringExecution()
                .withTopologyKey("kubernetes.io/hostname")
                .withLabelSelector(new LabelSelectorBuilder()
                        .addToMatchLabels("app", "web")
                        .build())
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endPodAntiAffinity()
                .endAffinity()
                .endSpec()
                .build();

        assertThat(placeOne(
                        Strategies.KUBE_WASM_OFFLINE,
                        situation(nodes, List.of(guard, labelled(pod("web", 1500, 100), "app", "web")))))
                .isEqualTo(new NodeName("a"));
        assertThat(placeOne(
                        Strategies.KUBE_WASM_OFFLINE,
                        situation(nodes, List.of(guard, labelled(pod("other", 1500, 100), "app", "other")))))
                .isEqualTo(new NodeName("b"));
    }

    @Test
    void randomReachesEveryNode() {
        Situation situation =
                situation(List.of(node("a", 4, 8), node("b", 4, 8), node("c", 4, 8)), List.of(pod("new", 500, 100)));

        assertThat(IntStream.range(0, 50).mapToObj(seed -> place(Strategies.RANDOM, situation, seed)
                        .values()
                        .iterator()
                        .next()
                        .value()))
                .contains("a", "b", "c");
    }

    @Test
    void whatFindsNoRoomSaysSo() {
        Situation situation = situation(List.of(node("a", 1, 1)), List.of(pod("big", 5_000, 100)));

        assertThat(Strategies.FIRST_FIT
                        .make(PlacementSettings.DEFAULT)
                        .place(situation, 0, Progress.NONE)
                        .unplaced())
                .containsEntry(new PodKey("default", "big"), "none of the 1 nodes that take it has room");
    }

    /** Whatever the strategy: no node is given more than it has, every Pod is accounted for, and a seed repeats. */
    @ParameterizedTest
    @EnumSource
    void noNodeIsGivenMoreThanItHas(Strategies strategy) {
        for (long seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Node> nodes = IntStream.range(0, 1 + random.nextInt(6))
                    .mapToObj(i -> node("n" + i, 1 + random.nextInt(4), 1 + random.nextInt(8)))
                    .toList();
            List<Pod> pods = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                pods.add(pod("p" + i, 50 + random.nextInt(1_000), 10 + random.nextInt(1_000)));
            }
            Situation situation = situation(nodes, pods);

            Placement placement = strategy.make(seeded(seed)).place(situation, 0, Progress.NONE);

            assertThat(placement.nodes().size() + placement.unplaced().size()).isEqualTo(pods.size());
            Map<NodeName, Resources> taken = new HashMap<>();
            placement
                    .nodes()
                    .forEach((key, node) -> taken.merge(
                            node, situation.snapshot().pod(key).orElseThrow().demand(), Resources::plus));
            taken.forEach((node, amount) -> assertThat(amount.fits(
                            situation.snapshot().node(node).orElseThrow().allocatable()))
                    .isTrue());
            assertThat(strategy.make(seeded(seed)).place(situation, 0, Progress.NONE))
                    .isEqualTo(placement);
        }
    }
}

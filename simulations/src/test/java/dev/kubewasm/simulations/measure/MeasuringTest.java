package dev.kubewasm.simulations.measure;

import static dev.kubewasm.simulations.Clusters.bound;
import static dev.kubewasm.simulations.Clusters.node;
import static dev.kubewasm.simulations.Clusters.pod;
import static dev.kubewasm.simulations.Clusters.situation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.simulations.situation.Situation;
import dev.kubewasm.simulations.strategy.Placement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MeasuringTest {
    @Test
    void boundAndPlacedPodsCountOnTheNodesInUse() {
        Situation situation = situation(
                List.of(node("a", 2, 4), node("b", 2, 4), node("c", 2, 4)),
                List.of(
                        bound(pod("old", 500, 1024), "a"),
                        bound(pod("lost", 500, 1024), "gone"),
                        pod("new", 1_000, 1024),
                        pod("left", 5_000, 1)));
        Placement placement = new Placement(
                new TreeMap<>(Map.of(new PodKey("default", "new"), new NodeName("b"))),
                new TreeMap<>(Map.of(new PodKey("default", "left"), "no room")));

        Measures measures = new Measuring(placement.appliedTo(situation))
                .measures(
                        1,
                        0,
                        Map.of(
                                new PodKey("default", "old"),
                                new NodeName("c"),
                                new PodKey("default", "lost"),
                                new NodeName("a")),
                        CallCosts.DEFAULT);

        // 1.5 of 2 CPUs are free on a and 1 on b; of four Pods the one of 5 CPUs fits neither.
        assertThat(measures.byName())
                .containsEntry("placed", 1.0)
                .containsEntry("pending", 1.0)
                .containsEntry("moved", 1.0)
                .containsEntry("nodes", 2.0)
                .containsEntry("cpu", 1_500 / 4_000.0)
                .containsEntry("memory", 0.25)
                .containsEntry("cpuFragmentation", 0.25)
                .containsEntry("memoryFragmentation", 0.25)
                .containsEntry("links", 0.0)
                .containsEntry("localTraffic", 1.0)
                .containsEntry("gainedAffinity", 1.0)
                .containsOnlyKeys(Measures.NAMES);
    }
}

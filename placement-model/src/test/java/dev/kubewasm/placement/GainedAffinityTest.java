package dev.kubewasm.placement;

import static dev.kubewasm.placement.Nodes.node;
import static dev.kubewasm.placement.Pods.key;
import static dev.kubewasm.placement.Pods.replica;
import static dev.kubewasm.placement.Worlds.component;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.LinkPolicies;
import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.solver.PlacementSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Workloads of many replicas, whose shares of a node are no whole permille; solver and auditor reckon them alike. */
class GainedAffinityTest {
    private static final int NODES = 150;

    private static PodFacts caller(int number, int on) {
        Pods pod = replica("front", number)
                .cpu(10)
                .runs("front", component(List.of("x:y/z"), List.of()))
                .policies(new LinkPolicies(Map.of(), LinkPolicy.PREFERRED))
                .traffic("1");
        return on < 0 ? pod.build() : pod.on("n" + on).build();
    }

    private static PodFacts called(int number, int on) {
        return replica("back", number)
                .cpu(10)
                .runs("back", component(List.of(), List.of("x:y/z")))
                .on("n" + on)
                .build();
    }

    private static List<NodeFacts> nodes() {
        List<NodeFacts> nodes = new ArrayList<>();
        for (int n = 0; n < NODES; n++) {
            nodes.add(node("n" + n).build());
        }
        return nodes;
    }

    @Test
    void equalSharesOnAllNodesCostNothing() {
        List<PodFacts> pods = new ArrayList<>();
        for (int i = 1; i < 300; i++) {
            pods.add(caller(i, i % NODES));
        }
        for (int i = 0; i < 1500; i++) {
            pods.add(called(i, i % NODES));
        }
        pods.add(caller(300, -1));

        PlacementResult result = place(pods);

        assertThat(((PodOutcome.Placed) result.of(key("front-300"))).node().value())
                .isEqualTo("n0");
        assertThat(result.score().penalty("gainedAffinity")).isZero();
    }

    /** Each node has 1 of 1,500 callers and 1 of 150 of what they call, but for the 1,350 callers on a node that is gone. */
    @Test
    void sharesOfLessThanAPermilleAddUp() {
        List<PodFacts> pods = new ArrayList<>();
        for (int i = 1; i < 1500; i++) {
            pods.add(caller(i, i < NODES ? i : NODES));
        }
        for (int i = 0; i < NODES; i++) {
            pods.add(called(i, i));
        }
        pods.add(caller(1500, -1));

        PlacementResult result = place(pods);

        assertThat(result.score().penalty("gainedAffinity")).isEqualTo(1000 - 100);
    }

    private static PlacementResult place(List<PodFacts> pods) {
        PodFacts pending = pods.getLast();
        return new Placer().place(new Snapshot(nodes(), pods), List.of(pending.key()), PlacementSettings.DEFAULT);
    }
}

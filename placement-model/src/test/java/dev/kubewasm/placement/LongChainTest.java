package dev.kubewasm.placement;

import static dev.kubewasm.placement.Nodes.node;
import static dev.kubewasm.placement.Pods.key;
import static dev.kubewasm.placement.Pods.pod;
import static dev.kubewasm.placement.Worlds.component;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.kubewasm.placement.explain.Explanations;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.testkit.Scale;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Link groups of very many Pods: placed or refused with what is in the way, and no step costs Pods times nodes. */
class LongChainTest {
    private static final int MANY = Math.max(200, Scale.cases(10_000));

    /** Pods of so many milli-CPU, each of which needs the next, but for the last of each {@code length}. */
    private static List<PodFacts> chains(int pods, int length, long cpu) {
        List<PodFacts> chains = new ArrayList<>();
        for (int i = 0; i < pods; i++) {
            boolean last = i + 1 == pods || (i + 1) % length == 0;
            chains.add(pod("p" + i)
                    .cpu(cpu)
                    .order(i)
                    .runs(component(last ? List.of() : List.of("c:h/i" + (i + 1)), List.of("c:h/i" + i)))
                    .build());
        }
        return chains;
    }

    /** Nodes of 4 CPUs. */
    private static List<NodeFacts> nodes(int count) {
        List<NodeFacts> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            nodes.add(node("n" + i).build());
        }
        return nodes;
    }

    private static PlacementResult place(List<NodeFacts> nodes, List<PodFacts> pods) {
        List<PodKey> pending = pods.stream().map(PodFacts::key).toList();
        return new Placer()
                .place(new Snapshot(nodes, pods), pending, PlacementSettings.DEFAULT.forBatch(pending.size()));
    }

    private static long placed(PlacementResult result) {
        return result.outcomes().values().stream()
                .filter(PodOutcome.Placed.class::isInstance)
                .count();
    }

    @Test
    void oneThatFitsOnOneNodeOfManyIsPlacedThere() {
        List<NodeFacts> nodes = nodes(500);
        nodes.add(node("huge").cpu(MANY).has("pods", MANY).build());

        assertThat(placed(place(nodes, chains(MANY, MANY, 1)))).isEqualTo(MANY);
    }

    @Test
    void manyThatFillANodeEachArePlaced() {
        int nodes = Math.max(4, MANY / 100);

        assertThat(placed(place(nodes(nodes), chains(100 * nodes, 100, 40)))).isEqualTo(100L * nodes);
    }

    @Test
    void oneThatFitsNowhereIsExplained() {
        PlacementResult result = place(nodes(500), chains(MANY, MANY, 400));

        assertThat(result.of(key("p0"))).isInstanceOfSatisfying(PodOutcome.Unplaced.class, outcome -> assertThat(
                        Explanations.text(key("p0"), outcome))
                .contains(
                        "0/500 nodes are available", "have no room for the group {p0, p1, p2", "c:h/i1 were preferred")
                .hasSizeLessThan(1000));
    }

    /** Allocated bytes stand for steps: they don't depend on how busy the machine is. Pods times nodes would be four times. */
    @Test
    void twiceAsManyPodsAndNodesTakeAboutTwiceAsManySteps() {
        assertThat(bytesToPlace(200, 800)).isLessThan(3 * bytesToPlace(100, 400));
    }

    private static long bytesToPlace(int nodes, int pods) {
        List<NodeFacts> cluster = nodes(nodes);
        List<PodFacts> chain = chains(pods, pods, 400);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(placed(place(cluster, chain))).isEqualTo(10);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}

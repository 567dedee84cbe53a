package dev.kubewasm.scheduler.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.testkit.Scale;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClusterStateTest {
    private static final int STEPS = 200;

    static Stream<Integer> seeds() {
        return IntStream.range(0, Scale.cases(1000)).boxed();
    }

    /** What can be seen of a cluster, whatever the order in which it came to be. */
    private record Seen(Map<String, SeenNode> nodes, boolean affinity, boolean anti, List<Object> images) {
        static Seen of(ClusterState cluster) {
            Map<String, SeenNode> nodes = new HashMap<>();
            cluster.nodes().forEach(node -> {
                assertThat(cluster.node(node.name())).contains(node);
                nodes.put(node.name(), SeenNode.of(node));
            });
            return new Seen(
                    nodes,
                    cluster.hasPodsWithAffinity(),
                    cluster.hasPodsWithAntiAffinity(),
                    List.of(cluster.image("a"), cluster.image("b")));
        }
    }

    private record SeenNode(
            NodeSpec spec,
            Set<PodInfo> pods,
            Set<PodInfo> affinity,
            Set<PodInfo> anti,
            Set<HostPort> ports,
            Amounts requested,
            long cpu,
            long memory) {
        static SeenNode of(NodeInfo node) {
            return new SeenNode(
                    node.spec(),
                    new HashSet<>(node.pods()),
                    new HashSet<>(node.withAffinity()),
                    new HashSet<>(node.withAntiAffinity()),
                    new HashSet<>(node.ports()),
                    node.requested(),
                    node.scoredCpu(),
                    node.scoredMemory());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void changedStepByStepIsAsBuiltAnew(int seed) {
        Random random = new Random(seed);
        ClusterState stepped = new ClusterState();
        Map<String, NodeSpec> nodes = new HashMap<>();
        Map<Uid, PodInfo> pods = new HashMap<>();
        for (int step = 0; step < STEPS; step++) {
            change(random, stepped, nodes, pods);
        }

        ClusterState anew = new ClusterState();
        pods.values().forEach(anew::putPod);
        nodes.values().forEach(anew::putNode);
        assertThat(Seen.of(stepped)).as("seed %d", seed).isEqualTo(Seen.of(anew));
    }

    /** Counted in as Pods come and go, and counted one by one. */
    @ParameterizedTest
    @MethodSource("seeds")
    void countsWhatASelectorMatches(int seed) {
        Random random = new Random(seed);
        ClusterState cluster = new ClusterState();
        Map<String, NodeSpec> nodes = new HashMap<>();
        Map<Uid, PodInfo> pods = new HashMap<>();
        for (int step = 0; step < STEPS; step++) {
            change(random, cluster, nodes, pods);
            SpreadConstraint asked =
                    new SpreadConstraint(1, "zone", false, TestPod.app("a" + random.nextInt(3)), 1, true, false);
            Map<String, Integer> counts = cluster.matching("shop", asked.pods());
            for (NodeInfo node : cluster.nodes()) {
                assertThat(counts.getOrDefault(node.name(), 0))
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(asked.count(node, "shop"));
            }
        }
    }

    private static void change(
            Random random, ClusterState cluster, Map<String, NodeSpec> nodes, Map<Uid, PodInfo> pods) {
        String node = "n" + random.nextInt(4);
        switch (random.nextInt(6)) {
            case 0 -> {
                NodeSpec spec = randomNode(random, node);
                nodes.put(node, spec);
                cluster.putNode(spec);
            }
            case 1 -> {
                nodes.remove(node);
                cluster.removeNode(node);
            }
            case 2 -> {
                Uid uid = new Uid("p" + random.nextInt(12));
                pods.remove(uid);
                cluster.removePod(uid);
            }
            default -> {
                PodInfo pod = randomPod(random, node);
                pods.put(pod.uid(), pod);
                cluster.putPod(pod);
            }
        }
    }

    private static NodeSpec randomNode(Random random, String name) {
        NodeSpec plain = TestPod.node(name, Map.of("zone", "z" + random.nextInt(2)));
        return new NodeSpec(
                name,
                plain.labels(),
                List.of(),
                random.nextBoolean(),
                plain.allocatable(),
                random.nextInt(10),
                random.nextBoolean() ? Map.of("a", 100L, "b", 7L) : Map.of("a", 100L));
    }

    private static PodInfo randomPod(Random random, String node) {
        int number = random.nextInt(12);
        TestPod pod = TestPod.pod("p" + number)
                .cpu(random.nextInt(500))
                .memory(random.nextInt(1000))
                .on(node);
        pod.label("app", "a" + random.nextInt(3));
        if (random.nextInt(4) == 0) {
            pod.terminating();
        }
        if (random.nextBoolean()) {
            pod.port(HostPort.ANY, "TCP", 8000 + number);
        }
        AffinityTerm term = TestPod.term("a", "zone");
        return switch (random.nextInt(3)) {
            case 0 ->
                pod.affinity(new PodAffinity(List.of(term), List.of(), List.of(), List.of()))
                        .info();
            case 1 ->
                pod.affinity(new PodAffinity(List.of(), List.of(term), List.of(), List.of()))
                        .info();
            default -> pod.info();
        };
    }

    @Test
    void aPodWithoutANodeHasNoPlaceHere() {
        assertThatThrownBy(() -> new ClusterState().putPod(TestPod.pod("a").info()))
                .hasMessage("Pod shop/a has no node");
    }
}

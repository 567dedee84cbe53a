package dev.kubewasm.scheduler.framework.profile;

import static dev.kubewasm.scheduler.framework.TestPod.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.NodeInfo;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeSampleTest {
    private static final String ZONE = "topology.kubernetes.io/zone";

    private static ClusterState cluster(int nodes) {
        ClusterState cluster = new ClusterState();
        IntStream.range(0, nodes).forEach(i -> cluster.putNode(node("n" + i, Map.of())));
        return cluster;
    }

    private static List<String> names(List<NodeInfo> nodes) {
        return nodes.stream().map(NodeInfo::name).toList();
    }

    /** kube-scheduler's numFeasibleNodesToFind. */
    @ParameterizedTest
    @CsvSource({
        "99, 0, 99",
        "99, 1, 99",
        "100, 0, 100",
        "200, 0, 100",
        "1000, 0, 420",
        "5000, 0, 500",
        "6000, 0, 300",
        "1000, 5, 100",
        "1000, 30, 300",
        "1000, 100, 1000"
    })
    void soManyNodesAreEnough(int nodes, int percentage, int enough) {
        assertThat(new NodeSample(percentage).feasible(cluster(nodes), _ -> true))
                .hasSize(enough);
    }

    @Test
    void theNextPodBeginsWhereTheLastEnded() {
        NodeSample sample = new NodeSample(0);
        ClusterState cluster = cluster(150);

        List<String> first = names(sample.feasible(cluster, _ -> true));
        List<String> second = names(sample.feasible(cluster, _ -> true));

        assertThat(first).containsExactlyElementsOf(numbered(0, 100));
        assertThat(second)
                .containsExactlyElementsOf(Stream.concat(numbered(100, 150).stream(), numbered(0, 50).stream())
                        .toList());
    }

    private static List<String> numbered(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "n" + i).toList();
    }

    /** A Pod is refused only when each node was asked. */
    @Test
    void whereFewTakeItAllAreLookedAt() {
        NodeSample sample = new NodeSample(0);
        ClusterState cluster = cluster(1000);

        assertThat(names(sample.feasible(cluster, node -> node.name().equals("n999"))))
                .containsExactly("n999");
        assertThat(sample.feasible(cluster, _ -> false)).isEmpty();
        assertThat(sample.feasible(new ClusterState(), _ -> true)).isEmpty();
    }

    @Test
    void theyComeFromEachZoneInTurnWhateverChanges() {
        ClusterState cluster = new ClusterState();
        for (String name : List.of("a1", "a2", "a3", "b1", "c1", "c2")) {
            cluster.putNode(node(name, Map.of(ZONE, name.substring(0, 1))));
        }

        assertThat(names(new NodeSample(0).feasible(cluster, _ -> true)))
                .containsExactly("a1", "b1", "c1", "a2", "c2", "a3");
        cluster.removeNode("a3");
        cluster.putNode(node("c1", Map.of(ZONE, "a")));
        cluster.putNode(node("b2", Map.of(ZONE, "b")));
        assertThat(names(new NodeSample(0).feasible(cluster, _ -> true)))
                .containsExactlyInAnyOrder("a1", "b1", "c2", "a2", "b2", "c1");
        assertThat(names(new NodeSample(0).feasible(cluster, _ -> true)).subList(0, 3))
                .containsExactlyInAnyOrder("a1", "b1", "c2");
    }

    @Test
    void aShareIsOfAHundred() {
        assertThatThrownBy(() -> ProfileSettings.DEFAULT.withPercentageOfNodesToScore(101))
                .hasMessage("percentageOfNodesToScore is 101, must be 0 to 100");
        assertThatThrownBy(() -> ProfileSettings.DEFAULT.withPercentageOfNodesToScore(-1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

package dev.kubewasm.scheduler.framework.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.TestPod;
import dev.kubewasm.scheduler.framework.plugins.ScoringStrategy.LeastAllocated;
import dev.kubewasm.scheduler.framework.plugins.ScoringStrategy.MostAllocated;
import dev.kubewasm.scheduler.framework.plugins.ScoringStrategy.RequestedToCapacityRatio;
import dev.kubewasm.scheduler.framework.plugins.ScoringStrategy.RequestedToCapacityRatio.Point;
import dev.kubewasm.scheduler.framework.plugins.ScoringStrategy.Weight;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** On a node of 4 CPUs and 4 GiB with a Pod of 1 CPU, for a Pod of 1 CPU and 1 GiB. */
class ScoringStrategyTest {
    private static final NodeInfo NODE = NodeInfo.empty(TestPod.node("n", Map.of()))
            .with(TestPod.pod("placed").cpu(1000).on("n").info());

    private static final PodInfo POD =
            TestPod.pod("new").cpu(1000).memory(1L << 30).info();

    private static long score(ScoringStrategy strategy) {
        return strategy.scorer(POD.request().waiting()).score(NODE);
    }

    @Test
    void emptyNodesAreBetter() {
        assertThat(score(new LeastAllocated(ScoringStrategy.CPU_AND_MEMORY))).isEqualTo((50 + 75) / 2);
        assertThat(score(new LeastAllocated(List.of(new Weight("cpu", 3), new Weight("memory", 1)))))
                .isEqualTo((3 * 50 + 75) / 4);
    }

    @Test
    void fullNodesAreBetter() {
        assertThat(score(new MostAllocated(ScoringStrategy.CPU_AND_MEMORY))).isEqualTo((50 + 25) / 2);
    }

    @Test
    void aFunctionOfTheUtilizationIsLinearBetweenItsPoints() {
        List<Point> shape = List.of(new Point(0, 0), new Point(100, 10));
        assertThat(score(new RequestedToCapacityRatio(List.of(new Weight("cpu", 1)), shape)))
                .isEqualTo(50);
        assertThat(score(new RequestedToCapacityRatio(ScoringStrategy.CPU_AND_MEMORY, shape)))
                .as("37.5 is rounded up")
                .isEqualTo(38);
        List<Point> plateau = List.of(new Point(60, 8), new Point(80, 2));
        assertThat(score(new RequestedToCapacityRatio(List.of(new Weight("cpu", 1)), plateau)))
                .isEqualTo(80);
    }

    @Test
    void anExtendedResourceThatIsNotAskedForDoesNotCount() {
        assertThat(score(new LeastAllocated(List.of(new Weight("cpu", 1), new Weight("example.com/gpu", 5)))))
                .isEqualTo(50);
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> new Weight("cpu", 0)).hasMessage("weight of cpu is 0, not 1 to 100");
        assertThatThrownBy(() -> new Point(101, 1)).hasMessageContaining("is not within (0 to 100, 0 to 10)");
        assertThatThrownBy(() -> new RequestedToCapacityRatio(
                        ScoringStrategy.CPU_AND_MEMORY, List.of(new Point(50, 1), new Point(50, 2))))
                .hasMessage("utilizations of shape do not ascend");
    }
}

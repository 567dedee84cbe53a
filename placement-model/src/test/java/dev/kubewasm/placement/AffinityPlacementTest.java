package dev.kubewasm.placement;

import static dev.kubewasm.placement.Nodes.node;
import static dev.kubewasm.placement.Pods.replica;
import static dev.kubewasm.placement.Worlds.component;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.DisruptionBudget;
import dev.kubewasm.placement.facts.LinkPolicies;
import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.result.RebalancePlan;
import dev.kubewasm.placement.solver.ConstraintWeights;
import dev.kubewasm.placement.solver.PlacementSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whole clusters of workloads that say what they send each other. */
class AffinityPlacementTest {
    private static final int NODES = 24;
    private static final int WORKLOADS = 60;
    private static final PlacementSettings SEARCHING = new PlacementSettings(
            1, 100, Duration.ofMinutes(5), ConstraintWeights.named(Map.of("gainedAffinity", 100L)));
    private static final PlacementSettings START_ALONE =
            new PlacementSettings(1, 0, Duration.ofMinutes(5), SEARCHING.weights());

    private static List<NodeFacts> nodes() {
        List<NodeFacts> nodes = new ArrayList<>();
        for (int n = 0; n < NODES; n++) {
            nodes.add(node("n" + n)
                    .cpu(4000 + n % 3 * 2000)
                    .label("disk", n % 4 == 0 ? "ssd" : "hdd")
                    .build());
        }
        return nodes;
    }

    /**
     * Three to twelve replicas each; every fifth workload links to the one before it by a required link, every seventh wants a disk
     * that few nodes have.
     */
    private static List<PodFacts> pods(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<PodFacts> pods = new ArrayList<>();
        for (int workload = 0; workload < WORKLOADS; workload++) {
            int replicas = random.nextInt(3, 13);
            int cpu = random.nextInt(50, 200);
            int callee = workload == 0 ? -1 : random.nextInt(workload);
            int traffic = random.nextInt(1, 100);
            boolean required = workload > 0 && workload % 5 == 0;
            List<String> imports = new ArrayList<>();
            if (callee >= 0) {
                imports.add(required ? api(workload - 1) : api(callee));
            }
            for (int i = 0; i < replicas; i++) {
                Pods pod = replica("w" + workload, i)
                        .cpu(cpu)
                        .runs("main", component(imports, List.of(api(workload))))
                        .policies(new LinkPolicies(Map.of(), required ? LinkPolicy.REQUIRED : LinkPolicy.PREFERRED));
                if (callee >= 0 && !required) {
                    pod.traffic(api(callee) + "=" + traffic);
                }
                if (workload % 7 == 6) {
                    pod.selector("disk", "ssd");
                }
                pods.add(pod.build());
            }
        }
        return pods;
    }

    private static String api(int workload) {
        return "x:w" + workload + "/api";
    }

    private static PlacementResult place(List<PodFacts> pods, PlacementSettings settings) {
        return new Placer()
                .place(
                        new Snapshot(nodes(), pods),
                        pods.stream().map(PodFacts::key).toList(),
                        settings);
    }

    /** That every rule is kept is what the placer's own audit says of each result. */
    @Test
    void workloadsThatTalkComeTogetherInTheSameProportions() {
        for (long seed = 0; seed < 3; seed++) {
            List<PodFacts> pods = pods(seed);

            PlacementResult start = place(pods, START_ALONE);
            PlacementResult found = place(pods, SEARCHING);

            assertThat(found.score().medium()).as("all placed").isZero();
            assertThat(found.score().soft()).isGreaterThan(start.score().soft());
            assertThat(found.score().penalty("gainedAffinity"))
                    .as("of seed %d, lost by the start", seed)
                    .isLessThan(start.score().penalty("gainedAffinity") * 3 / 5);
        }
    }

    @Test
    void theSameSeedGivesTheSamePlacement() {
        List<PodFacts> pods = pods(5);

        assertThat(place(pods, SEARCHING).outcomes())
                .isEqualTo(place(pods, SEARCHING).outcomes());
    }

    @Test
    void rebalancingBringsThemTogetherToo() {
        List<PodFacts> pods = pods(7);
        PlacementResult start = place(pods, START_ALONE);
        List<PodFacts> running = pods.stream()
                .map(pod -> pod.withState(
                        new PodState(Optional.of(chosen(start, pod.key())), PodState.Phase.RUNNING, false, true)))
                .toList();

        RebalancePlan plan = new Rebalancer()
                .plan(
                        new Snapshot(nodes(), running),
                        running.stream().map(PodFacts::key).collect(Collectors.toSet()),
                        List.<DisruptionBudget>of(),
                        new RebalanceSettings(SEARCHING, pods.size()));

        assertThat(plan.after().penalty("gainedAffinity"))
                .isLessThan(plan.before().penalty("gainedAffinity") / 2);
    }

    private static NodeName chosen(PlacementResult result, PodKey pod) {
        return ((PodOutcome.Placed) result.of(pod)).node();
    }
}

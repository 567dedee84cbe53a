package dev.kubewasm.simulations.rebalance;

import static dev.kubewasm.simulations.Clusters.bound;
import static dev.kubewasm.simulations.Clusters.labelled;
import static dev.kubewasm.simulations.Clusters.owned;
import static dev.kubewasm.simulations.Clusters.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.RebalanceSettings;
import dev.kubewasm.placement.Rebalancer;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.result.RebalancePlan;
import dev.kubewasm.placement.solver.ConstraintWeights;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.scheduler.core.MoveRules;
import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.Status;
import dev.kubewasm.scheduler.framework.profile.Profile;
import dev.kubewasm.scheduler.framework.profile.ProfileSettings;
import dev.kubewasm.simulations.Clusters;
import dev.kubewasm.simulations.situation.Situation;
import dev.kubewasm.testkit.Scale;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Pods that stay and mind others, on random clusters where moves cost nothing. */
class RuledRebalancerTest {
    private static final String HOSTNAME = "kubernetes.io/hostname";
    private static final String ZONE = "topology.kubernetes.io/zone";

    private static final Profile PROFILE = Profile.of(ProfileSettings.DEFAULT);

    private static final RebalanceSettings SETTINGS = new RebalanceSettings(
            new PlacementSettings(1, 200, Duration.ofMinutes(1), ConstraintWeights.named(Map.of("disruption", 0L))),
            50);

    @Test
    void everyStepIsAdmittedByTheFiltersInTheStateAtThatStep() {
        int moves = 0;
        int refusedIfNotAsked = 0;
        for (long seed = 0; seed < Scale.cases(1_000); seed++) {
            Situation situation = situation(new SplittableRandom(seed));
            Set<PodKey> movable = movable(situation);

            RebalancePlan plan = RuledRebalancer.plan(
                    situation.snapshot(), situation.view(), movable, List.of(), _ -> ProfileSettings.DEFAULT, SETTINGS);

            assertAdmitted(plan, situation, seed);
            moves += plan.moves();
            RebalancePlan unasked = new Rebalancer().plan(situation.snapshot(), movable, List.of(), SETTINGS);
            refusedIfNotAsked += new MoveRules(_ -> ProfileSettings.DEFAULT)
                            .refusals(
                                    unasked,
                                    situation.view().pods(),
                                    situation.view().cluster())
                            .isEmpty()
                    ? 0
                    : 1;
        }
        assertThat(moves).isPositive();
        assertThat(refusedIfNotAsked).isPositive();
    }

    /** A replay of the test's own, node by node from the Pods themselves. */
    private static void assertAdmitted(RebalancePlan plan, Situation situation, long seed) {
        ClusterState cluster = situation.view().cluster();
        Map<PodKey, PodInfo> infos = situation.view().pods();
        for (RebalancePlan.Step step : plan.steps()) {
            for (RebalancePlan.Move move : step.moves()) {
                cluster.removePod(Objects.requireNonNull(infos.get(move.pod())).uid());
            }
            for (RebalancePlan.Move move : step.moves()) {
                PodInfo pod = Objects.requireNonNull(infos.get(move.pod())).withoutNode();
                assertThat(PROFILE.preFilter(pod, cluster)
                                .filter(cluster.node(move.to().value()).orElseThrow()))
                        .as("seed %d: %s of %s", seed, move, plan)
                        .isInstanceOf(Status.Fits.class);
                cluster.putPod(pod.on(move.to().value()));
            }
        }
    }

    private static Set<PodKey> movable(Situation situation) {
        return situation.view().pods().values().stream()
                .filter(pod -> !pod.mindsOtherPods())
                .map(PodInfo::key)
                .collect(Collectors.toSet());
    }

    private static Situation situation(SplittableRandom random) {
        int count = random.nextInt(2, 6);
        List<Node> nodes = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            nodes.add(new NodeBuilder(Clusters.node("n" + n, 4, 8))
                    .editMetadata()
                    .addToLabels(HOSTNAME, "n" + n)
                    .addToLabels(ZONE, n % 2 == 0 ? "even" : "odd")
                    .endMetadata()
                    .build());
        }
        List<Pod> pods = new ArrayList<>();
        for (int p = 0; p < random.nextInt(4, 14); p++) {
            String app = "app-" + random.nextInt(4);
            Pod pod = labelled(pod("p" + p, random.nextInt(100, 1500), random.nextInt(16, 1500)), "app", app);
            if (random.nextInt(3) == 0) {
                pod = minding(pod, "app-" + random.nextInt(4), random.nextBoolean() ? HOSTNAME : ZONE);
            }
            pods.add(ready(bound(owned(pod, app), "n" + random.nextInt(count))));
        }
        return Clusters.situation(nodes, pods);
    }

    private static Pod minding(Pod pod, String app, String topologyKey) {
        return new PodBuilder(pod)
                .editSpec()
                .withNewAffinity()
                .withNewPodAntiAffinity()
                .addNewRequiredDuringSchedulingIgnoredDuringExecution()
                .withTopologyKey(topologyKey)
                .withLabelSelector(
                        new LabelSelectorBuilder().addToMatchLabels("app", app).build())
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endPodAntiAffinity()
                .endAffinity()
                .endSpec()
                .build();
    }

    private static Pod ready(Pod pod) {
        return new PodBuilder(pod)
                .editStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build();
    }
}

package dev.kubewasm.scheduler.framework.profile;

import static dev.kubewasm.scheduler.framework.TestPod.node;
import static dev.kubewasm.scheduler.framework.TestPod.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.TestPod;
import dev.kubewasm.scheduler.framework.profile.Preemption.Result;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who leaves two nodes of 4 CPUs, so that a Pod of priority 10 fits. */
class PreemptionTest {
    private final ClusterState cluster = new ClusterState();

    @BeforeEach
    void twoNodes() {
        cluster.putNode(node("n", Map.of()));
        cluster.putNode(node("m", Map.of()));
    }

    private void placed(String name, String node, int cpu, int priority, long started) {
        cluster.putPod(pod(name)
                .label("app", "web")
                .cpu(cpu)
                .priority(priority)
                .started(started)
                .on(node)
                .info());
    }

    private Result preempt(TestPod pod, DisruptionBudget... budgets) {
        return Explanation.of(ProfileSettings.DEFAULT, pod.info(), cluster, List.of(budgets))
                .preemption()
                .orElseThrow();
    }

    private Result.Eligible eligible(TestPod pod, DisruptionBudget... budgets) {
        return (Result.Eligible) preempt(pod, budgets);
    }

    private static List<String> names(Victims victims) {
        return victims.pods().stream().map(PodInfo::key).map(key -> key.name()).toList();
    }

    private static Victims on(Result.Eligible result, String node) {
        return result.candidates().stream()
                .filter(victims -> victims.node().equals(node))
                .findFirst()
                .orElseThrow();
    }

    private static String chosen(Result.Eligible result) {
        assertThat(result.best()).hasSize(1);
        return result.best().getFirst().node();
    }

    @Test
    void onlyThoseWhoMustLeave() {
        placed("old", "n", 2000, 0, 10);
        placed("young", "n", 2000, 0, 20);
        placed("equal", "m", 4000, 10, 10);

        Result.Eligible result = eligible(pod("a").priority(10).cpu(2000));
        assertThat(result.candidates()).hasSize(1);
        assertThat(names(on(result, "n"))).containsExactly("young");
    }

    @Test
    void theLeastImportantVictimsAreChosen() {
        placed("low", "n", 4000, 1, 10);
        placed("high", "m", 4000, 5, 10);

        assertThat(chosen(eligible(pod("a").priority(10).cpu(4000)))).isEqualTo("n");
    }

    @Test
    void fewerPrioritiesInSumThenTheYoungest() {
        placed("1", "n", 2000, 5, 10);
        placed("2", "n", 2000, -5, 10);
        placed("3", "m", 4000, 5, 5);
        assertThat(chosen(eligible(pod("a").priority(10).cpu(4000)))).isEqualTo("m");

        cluster.removePod(pod("2").info().uid());
        placed("1", "n", 4000, 5, 10);
        assertThat(chosen(eligible(pod("a").priority(10).cpu(4000)))).isEqualTo("n");
    }

    @Test
    void budgetsAreKeptWhereThatIsPossible() {
        placed("protected", "n", 4000, 0, 10);
        cluster.putPod(pod("free").cpu(4000).priority(5).on("m").info());
        DisruptionBudget budget = new DisruptionBudget("shop", TestPod.app("web"), 0, Set.of());

        Result.Eligible result = eligible(pod("a").priority(10).cpu(4000), budget);
        assertThat(on(result, "n").pdbViolations()).isEqualTo(1);
        assertThat(on(result, "m").pdbViolations()).isZero();
        assertThat(chosen(result)).isEqualTo("m");
        assertThat(on(
                                eligible(
                                        pod("a").priority(10).cpu(4000),
                                        new DisruptionBudget("shop", TestPod.app("web"), 0, Set.of("protected"))),
                                "n")
                        .pdbViolations())
                .as("counted already")
                .isZero();
    }

    @Test
    void nobodyLeavesWhereThatCannotHelp() {
        placed("low", "n", 4000, 1, 10);

        assertThat(eligible(pod("a").priority(10).cpu(5000)).candidates()).isEmpty();
    }

    @Test
    void aPodMayBeForbiddenToPreempt() {
        placed("low", "n", 4000, 1, 10);
        placed("lower", "m", 4000, 0, 10);

        assertThat(preempt(pod("a").priority(10).cpu(4000).neverPreempts()))
                .isEqualTo(new Result.NotEligible("not eligible due to preemptionPolicy=Never."));
    }

    @Test
    void whoseVictimsAreLeavingWaits() {
        placed("low", "n", 4000, 1, 10);
        cluster.putPod(pod("leaving").cpu(4000).terminating().on("m").info());

        assertThat(preempt(pod("a").priority(10).cpu(4000).nominated("m")))
                .isEqualTo(new Result.NotEligible("not eligible due to a terminating pod on the nominated node."));
        assertThat(preempt(pod("a").priority(10).cpu(4000).nominated("n"))).isInstanceOf(Result.Eligible.class);
    }

    @Test
    void notMoreCandidatesAreLookedForThanSet() {
        placed("low", "n", 4000, 1, 10);
        placed("lower", "m", 4000, 0, 10);
        PodInfo pod = pod("a").priority(10).cpu(4000).info();
        PodFilters filters = Profile.of(ProfileSettings.DEFAULT).preFilter(pod, cluster);
        Preemption one = new Preemption(new PreemptionSettings(0, 1));

        for (int offset = 0; offset < 2; offset++) {
            Result.Eligible result = (Result.Eligible) one.preempt(pod, filters, cluster, List.of(), offset, _ -> true);
            String expected = offset == 0 ? "n" : "m";
            assertThat(result.candidates()).singleElement().satisfies(victims -> assertThat(victims.node())
                    .isEqualTo(expected));
        }
        assertThatThrownBy(() -> new PreemptionSettings(0, 0)).hasMessageContaining("can't both be 0");
    }
}

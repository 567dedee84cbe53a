package dev.kubewasm.scheduler.framework.profile;

import static dev.kubewasm.scheduler.framework.TestPod.app;
import static dev.kubewasm.scheduler.framework.TestPod.node;
import static dev.kubewasm.scheduler.framework.TestPod.pod;
import static dev.kubewasm.scheduler.framework.TestPod.term;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.PodAffinity;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.SpreadConstraint;
import dev.kubewasm.scheduler.framework.Status;
import dev.kubewasm.scheduler.framework.TestPod;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node of 4 CPUs to which a Pod of priority 10 with 3 CPUs is nominated. */
class NominatedPodsTest {
    private final ClusterState cluster = new ClusterState();

    @BeforeEach
    void nominated() {
        cluster.putNode(node("n", Map.of()));
        cluster.putWaiting(waiting().info());
    }

    private static TestPod waiting() {
        return pod("first").label("app", "web").cpu(3000).priority(10).nominated("n");
    }

    private Explanation explain(TestPod pod) {
        return Explanation.of(ProfileSettings.DEFAULT, pod.info(), cluster, List.of());
    }

    private Status filter(TestPod pod) {
        return Objects.requireNonNull(explain(pod).nodes().get("n"));
    }

    @Test
    void keepsThePlaceFromPodsNoMoreImportant() {
        assertThat(filter(pod("a").cpu(2000).priority(10)))
                .isEqualTo(Status.Rejected.unschedulable("NodeResourcesFit", "Insufficient cpu"));
        assertThat(filter(pod("a").cpu(1000).priority(10))).isEqualTo(Status.FITS);
        assertThat(filter(pod("a").cpu(2000).priority(11))).isEqualTo(Status.FITS);
        assertThat(filter(waiting())).isEqualTo(Status.FITS);
    }

    @Test
    void countsUntilItWaitsNoMore() {
        assertThat(cluster.removeWaiting(new Uid("first"))).isPresent();
        assertThat(cluster.removeWaiting(new Uid("first")))
                .as("nothing to put back")
                .isEmpty();
        cluster.putPod(waiting().on("n").info());
        assertThat(filter(pod("a").cpu(1000))).isEqualTo(Status.FITS);
        cluster.removePod(new Uid("first"));
        assertThat(filter(pod("a").cpu(4000))).isEqualTo(Status.FITS);
    }

    @Test
    void losesItsNomination() {
        cluster.putWaiting(pod("first").cpu(3000).priority(10).info());
        assertThat(filter(pod("a").cpu(4000))).isEqualTo(Status.FITS);
    }

    /** It may yet go elsewhere: what needs it on the node isn't satisfied by it. */
    @Test
    void satisfiesNobody() {
        PodAffinity withWeb =
                new PodAffinity(List.of(term("web", SpreadConstraint.HOSTNAME)), List.of(), List.of(), List.of());
        assertThat(filter(pod("a").affinity(withWeb)))
                .isEqualTo(Status.Rejected.unresolvable("InterPodAffinity", "node(s) didn't match pod affinity rules"));
    }

    @Test
    void countsForWhatLooksAtOtherNodesToo() {
        PodAffinity withoutWeb =
                new PodAffinity(List.of(), List.of(term("web", SpreadConstraint.HOSTNAME)), List.of(), List.of());
        assertThat(filter(pod("a").affinity(withoutWeb))).isInstanceOf(Status.Rejected.class);
        cluster.putNode(node("m", Map.of()));
        TestPod spread = pod("a").label("app", "web")
                .spread(new SpreadConstraint(1, SpreadConstraint.HOSTNAME, true, app("web"), 1, true, true));
        cluster.putPod(pod("b").label("app", "web").on("n").info());
        assertThat(filter(spread)).isInstanceOf(Status.Rejected.class);
        cluster.putPod(pod("c").label("app", "web").on("m").info());
        assertThat(filter(spread)).isInstanceOf(Status.Rejected.class);
        cluster.removeWaiting(new Uid("first"));
        assertThat(filter(spread)).isEqualTo(Status.FITS);
    }

    @Test
    void isNoVictimAndCountsAgainstThose() {
        cluster.putPod(pod("low").cpu(1000).on("n").info());
        Preemption.Result result =
                explain(pod("a").cpu(1000).priority(5)).preemption().orElseThrow();
        Preemption.Result.Eligible eligible = (Preemption.Result.Eligible) result;
        assertThat(eligible.best()).hasSize(1);
        assertThat(eligible.best().getFirst().pods()).extracting(PodInfo::uid).containsExactly(new Uid("low"));
        assertThat(explain(pod("a").cpu(2000).priority(5)).preemption())
                .contains(new Preemption.Result.Eligible(
                        List.of(), Map.of("n", Status.Rejected.unschedulable("NodeResourcesFit", "Insufficient cpu"))));
    }
}

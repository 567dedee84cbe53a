package dev.kubewasm.scheduler.framework.profile;

import static dev.kubewasm.scheduler.framework.TestPod.node;
import static dev.kubewasm.scheduler.framework.TestPod.pod;
import static dev.kubewasm.scheduler.framework.TestPod.term;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.placement.facts.NodeSelectorTerm;
import dev.kubewasm.placement.facts.NodeSelectorTerm.Operator;
import dev.kubewasm.placement.facts.NodeSelectorTerm.Requirement;
import dev.kubewasm.placement.facts.Taint;
import dev.kubewasm.placement.facts.Toleration;
import dev.kubewasm.scheduler.framework.AffinityTerm;
import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.HostPort;
import dev.kubewasm.scheduler.framework.NodeSpec;
import dev.kubewasm.scheduler.framework.PodAffinity;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.SpreadConstraint;
import dev.kubewasm.scheduler.framework.Status;
import dev.kubewasm.scheduler.framework.Status.Rejected;
import dev.kubewasm.scheduler.framework.TestPod;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The plugins one by one, on the smallest clusters that tell. */
class ProfileTest {
    private final ClusterState cluster = new ClusterState();

    private Explanation explain(TestPod pod) {
        return Explanation.of(ProfileSettings.DEFAULT, pod.info(), cluster, List.of());
    }

    private Status status(TestPod pod, String node) {
        return Objects.requireNonNull(explain(pod).nodes().get(node));
    }

    private static Rejected unschedulable(String plugin, String reason) {
        return Rejected.unschedulable(plugin, reason);
    }

    private static Rejected unresolvable(String plugin, String reason) {
        return Rejected.unresolvable(plugin, reason);
    }

    private static NodeRequirement named(String... names) {
        return new NodeRequirement(
                new TreeMap<>(),
                Optional.of(List.of(new NodeSelectorTerm(
                        List.of(),
                        List.of(new Requirement(NodeSelectorTerm.METADATA_NAME, Operator.IN, List.of(names)))))),
                List.of());
    }

    @Test
    void aCordonedNodeIsForThoseThatTolerateIt() {
        NodeSpec open = node("n", Map.of());
        cluster.putNode(
                new NodeSpec("n", open.labels(), List.of(), true, open.allocatable(), open.allowedPods(), Map.of()));

        assertThat(status(pod("a"), "n")).isEqualTo(unresolvable("NodeUnschedulable", "node(s) were unschedulable"));
        assertThat(status(
                        pod("a").tolerates(new Toleration(
                                "node.kubernetes.io/unschedulable", Toleration.Operator.EXISTS, "", Optional.empty())),
                        "n"))
                .isEqualTo(Status.FITS);
    }

    @Test
    void aPodThatNamesItsNodeGoesNowhereElse() {
        cluster.putNode(node("n", Map.of()));
        cluster.putNode(node("m", Map.of()));

        assertThat(explain(pod("a").on("m")).nodes())
                .containsEntry("m", Status.FITS)
                .containsEntry("n", unresolvable("NodeName", "node(s) didn't match the requested node name"));
    }

    @Test
    void taintsRepelOrDiscourage() {
        cluster.putNode(node("repels", Map.of(), new Taint("k", "v", Taint.Effect.NO_EXECUTE)));
        cluster.putNode(node("discourages", Map.of(), new Taint("k", "v", Taint.Effect.PREFER_NO_SCHEDULE)));
        cluster.putNode(node("free", Map.of()));

        Explanation explanation = explain(pod("a"));
        assertThat(explanation.nodes())
                .containsEntry("repels", unresolvable("TaintToleration", "node(s) had untolerated taint(s)"));
        Scores scores = explanation.scores().orElseThrow();
        assertThat(scores.best()).singleElement().satisfies(node -> assertThat(node.name())
                .isEqualTo("free"));
        assertThat(List.of(scores.of("TaintToleration", 0), scores.of("TaintToleration", 1)))
                .containsExactlyInAnyOrder(0L, 300L);
    }

    @Test
    void nodesByNameAreChosenBeforeAnyIsAsked() {
        cluster.putNode(node("n", Map.of()));
        cluster.putNode(node("m", Map.of()));

        assertThat(explain(pod("a").nodes(named("m"))).nodes())
                .containsEntry("m", Status.FITS)
                .containsEntry("n", unresolvable("NodeAffinity", "node(s) didn't satisfy plugin(s) [NodeAffinity]"));
        NodeRequirement contradictory = new NodeRequirement(
                new TreeMap<>(),
                Optional.of(List.of(new NodeSelectorTerm(
                        List.of(),
                        List.of(
                                new Requirement(NodeSelectorTerm.METADATA_NAME, Operator.IN, List.of("m")),
                                new Requirement(NodeSelectorTerm.METADATA_NAME, Operator.IN, List.of("n")))))),
                List.of());
        assertThat(explain(pod("a").nodes(contradictory)).nodes().values())
                .containsOnly(unresolvable("NodeAffinity", "pod affinity terms conflict"));
    }

    @Test
    void anAffinityFromTheConfigurationHoldsForEveryPod() {
        cluster.putNode(node("n", Map.of("pool", "web")));
        cluster.putNode(node("m", Map.of()));
        ProfileSettings settings = TestSettings.addedAffinity(NodeRequirement.selector(Map.of("pool", "web")));

        assertThat(Explanation.of(settings, pod("a").info(), cluster, List.of()).nodes())
                .containsEntry("n", Status.FITS)
                .containsEntry(
                        "m", unresolvable("NodeAffinity", "node(s) didn't match scheduler-enforced node affinity"));
    }

    @Test
    void portsAreTakenByAddressAndProtocol() {
        cluster.putNode(node("n", Map.of()));
        cluster.putPod(pod("web").port("127.0.0.1", "TCP", 80).on("n").info());

        Rejected taken = unschedulable("NodePorts", "node(s) didn't have free ports for the requested pod ports");
        assertThat(status(pod("a").port("127.0.0.1", "TCP", 80), "n")).isEqualTo(taken);
        assertThat(status(pod("a").port(HostPort.ANY, "TCP", 80), "n")).isEqualTo(taken);
        assertThat(status(pod("a").port("10.0.0.1", "TCP", 80), "n")).isEqualTo(Status.FITS);
        assertThat(status(pod("a").port(HostPort.ANY, "UDP", 80), "n")).isEqualTo(Status.FITS);
    }

    @Test
    void allThatIsLackingIsSaidAndWhetherItEverCouldFit() {
        cluster.putNode(node("n", Map.of()));
        cluster.putPod(pod("big").cpu(3000).memory(3L << 30).on("n").info());

        assertThat(status(pod("a").cpu(2000).memory(2L << 30), "n"))
                .isEqualTo(new Rejected(
                        "NodeResourcesFit",
                        List.of("Insufficient cpu", "Insufficient memory"),
                        Status.Code.UNSCHEDULABLE));
        assertThat(status(pod("a").cpu(5000), "n")).isEqualTo(unresolvable("NodeResourcesFit", "Insufficient cpu"));
        assertThat(status(pod("a").cpu(1000), "n")).isEqualTo(Status.FITS);
    }

    @Test
    void aPodThatRequestsNothingScoresWithoutBalance() {
        cluster.putNode(node("n", Map.of()));

        assertThat(explain(pod("a")).scores().orElseThrow().plugins())
                .doesNotContain("NodeResourcesBalancedAllocation");
        assertThat(explain(pod("a").cpu(1000)).scores().orElseThrow().of("NodeResourcesBalancedAllocation", 0))
                .as("a quarter of one, nothing of the other")
                .isEqualTo(87);
    }

    private static SpreadConstraint hard(int minDomains) {
        return new SpreadConstraint(1, "zone", true, TestPod.app("web"), minDomains, true, false);
    }

    @Test
    void podsAreSpread() {
        cluster.putNode(node("n", Map.of("zone", "a")));
        cluster.putNode(node("m", Map.of("zone", "b")));
        cluster.putNode(node("nowhere", Map.of()));
        cluster.putPod(pod("1").label("app", "web").on("n").info());

        Explanation explanation = explain(pod("2").label("app", "web").spread(hard(1)));
        assertThat(explanation.nodes())
                .containsEntry(
                        "n", unschedulable("PodTopologySpread", "node(s) didn't match pod topology spread constraints"))
                .containsEntry("m", Status.FITS)
                .containsEntry(
                        "nowhere",
                        unresolvable(
                                "PodTopologySpread",
                                "node(s) didn't match pod topology spread constraints (missing required label)"));
        cluster.putPod(pod("2").label("app", "web").on("m").info());
        assertThat(status(pod("3").label("app", "web").spread(hard(1)), "n")).isEqualTo(Status.FITS);
        assertThat(status(pod("3").label("app", "web").spread(hard(3)), "n"))
                .as("a third domain is wanted and would be empty")
                .isInstanceOf(Rejected.class);
        cluster.putPod(pod("1").label("app", "web").terminating().on("n").info());
        assertThat(status(pod("3").label("app", "web").spread(hard(3)), "n"))
                .as("a Pod that leaves isn't counted")
                .isEqualTo(Status.FITS);
    }

    @Test
    void aServiceSpreadsItsPodsSoftly() {
        cluster.putNode(node("n", Map.of(SpreadConstraint.ZONE, "a")));
        cluster.putNode(node("m", Map.of(SpreadConstraint.ZONE, "b")));
        cluster.putPod(pod("1").label("app", "web").on("n").info());
        TestPod second = pod("2").label("app", "web");
        assertThat(explain(second).scores().orElseThrow().plugins()).doesNotContain("PodTopologySpread");

        cluster.putService("shop", "web", Map.of("app", "web"));
        Scores scores = explain(second).scores().orElseThrow();
        assertThat(scores.plugins()).contains("PodTopologySpread");
        assertThat(scores.best()).singleElement().satisfies(node -> assertThat(node.name())
                .isEqualTo("m"));
        cluster.removeService("shop", "web");
        PodInfo.Workload web = new PodInfo.Workload("ReplicaSet", "web");
        cluster.putWorkload("shop", web, TestPod.app("web"));
        assertThat(explain(pod("3").label("app", "web").controlledBy(web))
                        .scores()
                        .orElseThrow()
                        .best())
                .singleElement()
                .satisfies(node -> assertThat(node.name()).isEqualTo("m"));
        assertThat(explain(second).scores().orElseThrow().plugins())
                .as("a workload that isn't the Pod's")
                .doesNotContain("PodTopologySpread");
    }

    private static PodAffinity required(AffinityTerm term) {
        return new PodAffinity(List.of(term), List.of(), List.of(), List.of());
    }

    private static PodAffinity forbidden(AffinityTerm term) {
        return new PodAffinity(List.of(), List.of(term), List.of(), List.of());
    }

    @Test
    void affinityNeedsAPodThereAndTheFirstOfItsKindIsFree() {
        cluster.putNode(node("n", Map.of("zone", "a")));
        cluster.putNode(node("m", Map.of("zone", "b")));

        TestPod wants = pod("a").affinity(required(term("db", "zone")));
        Rejected missing = unresolvable("InterPodAffinity", "node(s) didn't match pod affinity rules");
        assertThat(explain(wants).nodes().values()).containsOnly(missing);
        assertThat(status(pod("a").label("app", "db").affinity(required(term("db", "zone"))), "n"))
                .isEqualTo(Status.FITS);
        cluster.putPod(pod("db").label("app", "db").on("n").info());
        assertThat(explain(wants).nodes()).containsEntry("n", Status.FITS).containsEntry("m", missing);
    }

    @Test
    void antiAffinityHoldsBothWays() {
        cluster.putNode(node("n", Map.of("zone", "a")));
        cluster.putPod(pod("1").label("app", "web")
                .affinity(forbidden(term("db", "zone")))
                .on("n")
                .info());

        assertThat(status(pod("a").affinity(forbidden(term("web", "zone"))), "n"))
                .isEqualTo(unschedulable("InterPodAffinity", "node(s) didn't match pod anti-affinity rules"));
        assertThat(status(pod("a").label("app", "db"), "n"))
                .isEqualTo(
                        unschedulable("InterPodAffinity", "node(s) didn't satisfy existing pods anti-affinity rules"));
    }

    @Test
    void whatAPlacedPodRequiresMakesItsPlaceBetter() {
        cluster.putNode(node("n", Map.of("zone", "a")));
        cluster.putNode(node("m", Map.of("zone", "b")));
        cluster.putPod(pod("1").affinity(required(term("web", "zone"))).on("n").info());

        Scores scores = explain(pod("a").label("app", "web")).scores().orElseThrow();
        int n = scores.nodes().getFirst().name().equals("n") ? 0 : 1;
        assertThat(scores.of("InterPodAffinity", n)).isEqualTo(200);
        assertThat(scores.of("InterPodAffinity", 1 - n)).isZero();
    }

    @Test
    void imagesThatAreThereCountByHowManyNodesHaveThem() {
        NodeSpec plain = node("n", Map.of());
        cluster.putNode(new NodeSpec(
                "n", plain.labels(), List.of(), false, plain.allocatable(), 10, Map.of("model:1", 1000L << 20)));
        cluster.putNode(node("m", Map.of()));

        Scores scores = explain(pod("a").image("model:1")).scores().orElseThrow();
        int n = scores.nodes().getFirst().name().equals("n") ? 0 : 1;
        assertThat(scores.of("ImageLocality", n)).as("half of 1000 MiB").isEqualTo(100 * (500 - 23) / (1000 - 23));
        assertThat(scores.of("ImageLocality", 1 - n)).isZero();
    }
}

package dev.kubewasm.scheduler.core;

import static dev.kubewasm.scheduler.framework.TestPod.app;
import static dev.kubewasm.scheduler.framework.TestPod.pod;
import static dev.kubewasm.scheduler.framework.TestPod.term;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.placement.facts.Taint;
import dev.kubewasm.scheduler.framework.Amounts;
import dev.kubewasm.scheduler.framework.HostPort;
import dev.kubewasm.scheduler.framework.PodAffinity;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.PodRequest;
import dev.kubewasm.scheduler.framework.SpreadConstraint;
import dev.kubewasm.scheduler.framework.plugins.DefaultSpread;
import dev.kubewasm.scheduler.framework.plugins.IgnoredResources;
import dev.kubewasm.scheduler.framework.profile.ProfileSettings;
import dev.kubewasm.scheduler.framework.profile.TestSettings;
import dev.kubewasm.scheduler.port.ClusterObject;
import dev.kubewasm.scheduler.port.ObservedNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class QueueingHintsTest {
    private static final Taint TAINT = new Taint("k", "v", Taint.Effect.NO_SCHEDULE);

    private final QueueingHints hints = new QueueingHints(namespace -> Map.of(), ProfileSettings.DEFAULT);

    private boolean helps(ClusterEvent event, PodInfo pod, String... rejectors) {
        return hints.mayHelp(event, pod, Set.of(rejectors));
    }

    private static ObservedNode node(long cpu, List<Taint> taints, boolean cordoned) {
        NodeFacts facts = Fixtures.node("n", cpu);
        return Fixtures.observed(
                new NodeFacts(facts.name(), facts.labels(), taints, cordoned, facts.allocatable(), facts.host()));
    }

    private static ClusterEvent added(long cpu) {
        return new ClusterEvent.NodeAdded(node(cpu, List.of(), false));
    }

    private static ClusterEvent changed(ObservedNode before, ObservedNode now) {
        return new ClusterEvent.NodeChanged(before, now);
    }

    @Test
    void aNodeHelpsForRoomIfItCouldHoldThePodAndHasMoreThanBefore() {
        PodInfo pod = pod("p").cpu(500).info();

        assertThat(helps(added(400), pod, "NodeResourcesFit")).isFalse();
        assertThat(helps(added(600), pod, "NodeResourcesFit")).isTrue();
        ObservedNode small = node(600, List.of(), false);
        assertThat(helps(changed(small, node(700, List.of(), false)), pod, "NodeResourcesFit"))
                .isTrue();
        assertThat(helps(changed(small, node(550, List.of(), false)), pod, "NodeResourcesFit"))
                .isFalse();
        assertThat(helps(new ClusterEvent.NodeRemoved(), pod, "NodeResourcesFit"))
                .isFalse();
    }

    @Test
    void aNodeHelpsAgainstWhatItHadIfItHasItNoMore() {
        PodInfo pod = pod("p").info();
        ObservedNode free = node(1000, List.of(), false);
        ObservedNode tainted = node(1000, List.of(TAINT), false);
        ObservedNode cordoned = node(1000, List.of(), true);

        assertThat(helps(changed(tainted, free), pod, "TaintToleration")).isTrue();
        assertThat(helps(changed(free, tainted), pod, "TaintToleration")).isFalse();
        assertThat(helps(changed(cordoned, free), pod, "NodeUnschedulable")).isTrue();
        assertThat(helps(changed(free, cordoned), pod, "NodeUnschedulable")).isFalse();
        assertThat(helps(changed(cordoned, free), pod, "NodeAffinity"))
                .as("nothing that it looks at has changed")
                .isFalse();
    }

    @Test
    void aPodThatLeavesHelpsThoseItStoodInTheWayOf() {
        PodInfo web =
                pod("web").label("app", "web").port(HostPort.ANY, "TCP", 80).info();
        PodInfo other = pod("other").label("app", "other").info();
        PodInfo wantsPort = pod("p").port(HostPort.ANY, "TCP", 80).info();
        PodInfo avoidsWeb = pod("p").affinity(new PodAffinity(
                        List.of(), List.of(term("web", SpreadConstraint.HOSTNAME)), List.of(), List.of()))
                .info();

        assertThat(helps(new ClusterEvent.PodLeft(web), wantsPort, "NodePorts")).isTrue();
        assertThat(helps(new ClusterEvent.PodLeft(other), wantsPort, "NodePorts"))
                .isFalse();
        assertThat(helps(new ClusterEvent.PodLeft(web), avoidsWeb, "InterPodAffinity"))
                .isTrue();
        assertThat(helps(new ClusterEvent.PodLeft(other), avoidsWeb, "InterPodAffinity"))
                .isFalse();
        assertThat(helps(new ClusterEvent.PodLeft(other), avoidsWeb, "NodeResourcesFit"))
                .isTrue();
    }

    @Test
    void aPodThatArrivesHelpsThoseThatWantItNear() {
        PodInfo web = pod("web").label("app", "web").info();
        PodInfo wantsWeb = pod("p").affinity(new PodAffinity(
                        List.of(term("web", SpreadConstraint.HOSTNAME)), List.of(), List.of(), List.of()))
                .info();
        PodInfo spread = pod("p").label("app", "web")
                .spread(new SpreadConstraint(1, SpreadConstraint.ZONE, true, app("web"), 1, true, false))
                .info();

        assertThat(helps(new ClusterEvent.PodArrived(web), wantsWeb, "InterPodAffinity"))
                .isTrue();
        assertThat(helps(new ClusterEvent.PodArrived(pod("x").info()), wantsWeb, "InterPodAffinity"))
                .isFalse();
        assertThat(helps(new ClusterEvent.PodArrived(web), spread, "PodTopologySpread"))
                .isTrue();
        assertThat(helps(new ClusterEvent.PodArrived(web), wantsWeb, "NodeResourcesFit"))
                .isFalse();
    }

    @Test
    void oneRejectorThatIsHelpedIsEnoughAndNoneKnownIsHelpedByAll() {
        PodInfo pod = pod("p").cpu(500).info();

        assertThat(helps(added(600), pod, "NodePorts", "TaintToleration")).isTrue();
        assertThat(helps(new ClusterEvent.NodeRemoved(), pod)).isTrue();
        assertThat(helps(new ClusterEvent.NodeRemoved(), pod, "SomeOtherPlugin"))
                .isTrue();
        assertThat(helps(added(600), pod, Rejectors.ITSELF)).isFalse();
    }

    @Test
    void anImportThatNobodyServesWaitsForComponentsAndHosts() {
        PodInfo pod = pod("p").info();

        assertThat(helps(new ClusterEvent.ComponentsChanged(), pod, Rejectors.WIRING))
                .isTrue();
        assertThat(helps(new ClusterEvent.PodLeft(pod), pod, Rejectors.WIRING)).isFalse();
        assertThat(helps(added(600), pod, Rejectors.WIRING)).isTrue();
        ClusterEvent service =
                new ClusterEvent.ObjectChanged(new ClusterObject.Id(ClusterObject.Kind.SERVICE, "ns", "web"));
        assertThat(helps(service, pod, Rejectors.WIRING)).isFalse();
    }

    /** A Pod that waits for rules of the configuration would else never be woken. */
    @Test
    void countsWhatTheConfigurationAddsToTheRules() {
        PodInfo pod = pod("p").label("app", "web").info();
        QueueingHints affinity = hints(TestSettings.addedAffinity(NodeRequirement.selector(Map.of("pool", "web"))));
        ObservedNode other = Fixtures.observed(Fixtures.node("n", 1000));
        ObservedNode pool = Fixtures.observed(new NodeFacts(
                other.facts().name(),
                new TreeMap<>(Map.of("pool", "web")),
                List.of(),
                false,
                other.facts().allocatable(),
                other.facts().host()));
        assertThat(affinity.mayHelp(changed(other, pool), pod, Set.of("NodeAffinity")))
                .isTrue();
        assertThat(affinity.mayHelp(changed(pool, other), pod, Set.of("NodeAffinity")))
                .isFalse();

        Amounts licence = new Amounts(0, 0, 0, new TreeMap<>(Map.of("example.com/licence", 1L)));
        PodInfo licensed = pod.requesting(new PodRequest(licence, 0, 0, licence));
        assertThat(helps(added(600), licensed, "NodeResourcesFit")).isFalse();
        assertThat(hints(TestSettings.ignoring(new IgnoredResources(Set.of(), Set.of("example.com"))))
                        .mayHelp(added(600), licensed, Set.of("NodeResourcesFit")))
                .isTrue();

        ClusterEvent left =
                new ClusterEvent.PodLeft(pod("x").label("app", "web").info());
        ClusterEvent service =
                new ClusterEvent.ObjectChanged(new ClusterObject.Id(ClusterObject.Kind.SERVICE, "shop", "web"));
        QueueingHints spread = hints(TestSettings.spread(new DefaultSpread(
                List.of(new SpreadConstraint(1, "zone", true, LabelSelector.NOTHING, 1, true, false)), false)));
        for (ClusterEvent event : List.of(left, service)) {
            assertThat(helps(event, pod, "PodTopologySpread")).isFalse();
            assertThat(spread.mayHelp(event, pod, Set.of("PodTopologySpread"))).isTrue();
        }
    }

    private static QueueingHints hints(ProfileSettings profile) {
        return new QueueingHints(namespace -> Map.of(), profile);
    }
}

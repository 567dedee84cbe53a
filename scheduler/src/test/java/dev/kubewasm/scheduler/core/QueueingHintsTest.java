package dev.kubewasm.scheduler.core;

import static dev.kubewasm.scheduler.framework.TestPod.app;
import static dev.kubewasm.scheduler.framework.TestPod.pod;
import static dev.kubewasm.scheduler.framework.TestPod.term;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.placement.facts.Taint;
import dev.kubewasm.scheduler.core.ClusterEvent.Change;
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
import dev.kubewasm.scheduler.framework.volume.PodVolumes;
import dev.kubewasm.scheduler.port.ClusterObject;
import dev.kubewasm.scheduler.port.ClusterObject.Kind;
import dev.kubewasm.scheduler.port.ObservedNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class QueueingHintsTest {
    private static final Set<Change> COMES_OR_CHANGES = Set.of(Change.ADDED, Change.UPDATED);
    private static final Set<Change> CHANGES_OR_GOES = Set.of(Change.UPDATED, Change.REMOVED);
    private static final Set<Change> ANY_CHANGE = Set.of(Change.values());
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

        assertThat(helps(new ClusterEvent.ComponentsChanged(Set.of("other", "shop")), pod, Rejectors.WIRING))
                .isTrue();
        assertThat(helps(new ClusterEvent.ComponentsChanged(Set.of("other")), pod, Rejectors.WIRING))
                .isFalse();
        assertThat(helps(new ClusterEvent.PodLeft(pod), pod, Rejectors.WIRING)).isFalse();
        assertThat(helps(added(600), pod, Rejectors.WIRING)).isTrue();
        ClusterEvent service = changed(Kind.SERVICE, "ns", "web", Change.UPDATED);
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
        ClusterEvent service = changed(Kind.SERVICE, "shop", "web", Change.UPDATED);
        QueueingHints spread = hints(TestSettings.spread(new DefaultSpread(
                List.of(new SpreadConstraint(1, "zone", true, LabelSelector.NOTHING, 1, true, false)), false)));
        for (ClusterEvent event : List.of(left, service)) {
            assertThat(helps(event, pod, "PodTopologySpread")).isFalse();
            assertThat(spread.mayHelp(event, pod, Set.of("PodTopologySpread"))).isTrue();
        }
    }

    private static ClusterEvent changed(Kind kind, String namespace, String name, Change change) {
        return new ClusterEvent.ObjectChanged(new ClusterObject.Id(kind, namespace, name), change);
    }

    /** By what kube-scheduler 1.34 registers for each plugin, and what else changes what the plugin says. */
    @Test
    void aPluginAboutVolumesIsHelpedByWhatItLooksAtAlone() {
        PodInfo pod = pod("p").volumes(claims("data")).info();
        Map<String, Map<Kind, Set<Change>>> helping = Map.of(
                "VolumeBinding",
                Map.of(
                        Kind.PERSISTENT_VOLUME_CLAIM, COMES_OR_CHANGES,
                        Kind.PERSISTENT_VOLUME, COMES_OR_CHANGES,
                        Kind.STORAGE_CLASS, COMES_OR_CHANGES,
                        Kind.CSI_STORAGE_CAPACITY, COMES_OR_CHANGES,
                        Kind.CSI_DRIVER, CHANGES_OR_GOES,
                        Kind.CSI_NODE, ANY_CHANGE),
                "VolumeZone",
                Map.of(
                        Kind.PERSISTENT_VOLUME_CLAIM, COMES_OR_CHANGES,
                        Kind.PERSISTENT_VOLUME, COMES_OR_CHANGES,
                        Kind.STORAGE_CLASS, COMES_OR_CHANGES),
                "VolumeRestrictions",
                Map.of(Kind.PERSISTENT_VOLUME_CLAIM, COMES_OR_CHANGES),
                "NodeVolumeLimits",
                Map.of(
                        Kind.PERSISTENT_VOLUME_CLAIM, COMES_OR_CHANGES,
                        Kind.VOLUME_ATTACHMENT, CHANGES_OR_GOES,
                        Kind.CSI_NODE, ANY_CHANGE));
        for (String plugin : helping.keySet()) {
            for (Kind kind : Kind.values()) {
                for (Change change : Change.values()) {
                    assertThat(helps(changed(kind, "shop", "data", change), pod, plugin))
                            .as("%s %s for %s", kind, change, plugin)
                            .isEqualTo(helping.get(plugin)
                                    .getOrDefault(kind, Set.of())
                                    .contains(change));
                }
            }
            for (ClusterEvent claim : List.of(
                    changed(Kind.PERSISTENT_VOLUME_CLAIM, "shop", "other", Change.ADDED),
                    changed(Kind.PERSISTENT_VOLUME_CLAIM, "elsewhere", "data", Change.ADDED))) {
                assertThat(helps(claim, pod, plugin))
                        .as("%s for %s", claim, plugin)
                        .isFalse();
            }
            assertThat(helps(added(600), pod, plugin)).as(plugin).isTrue();
            assertThat(helps(new ClusterEvent.NodeRemoved(), pod, plugin))
                    .as(plugin)
                    .isFalse();
            assertThat(helps(new ClusterEvent.ComponentsChanged(Set.of("shop")), pod, plugin))
                    .as(plugin)
                    .isFalse();
        }
    }

    @Test
    void aNodeThatChangesHelpsAgainstVolumesByItsLabelsAlone() {
        PodInfo pod = pod("p").volumes(claims("data")).info();
        ObservedNode small = node(600, List.of(), false);
        ObservedNode labelled = Fixtures.observed(new NodeFacts(
                small.facts().name(),
                new TreeMap<>(Map.of(SpreadConstraint.ZONE, "a")),
                List.of(),
                false,
                small.facts().allocatable(),
                small.facts().host()));

        for (String plugin : List.of("VolumeBinding", "VolumeZone")) {
            assertThat(helps(changed(small, labelled), pod, plugin)).as(plugin).isTrue();
            assertThat(helps(changed(small, node(700, List.of(), false)), pod, plugin))
                    .as(plugin)
                    .isFalse();
        }
        for (String plugin : List.of("VolumeRestrictions", "NodeVolumeLimits")) {
            assertThat(helps(changed(small, labelled), pod, plugin)).as(plugin).isFalse();
        }
    }

    @Test
    void aPodWithVolumesHelpsThoseThatItsVolumesStoodInTheWayOf() {
        PodInfo pod = pod("p").volumes(claims("data")).info();
        PodInfo sameClaim = pod("q").volumes(claims("data")).info();
        PodInfo otherClaim = pod("r").volumes(claims("logs")).info();
        PodInfo none = pod("s").info();
        PodVolumes disk = disks("disk-1");
        PodInfo mounts = pod("m").volumes(disk).info();

        assertThat(helps(new ClusterEvent.PodLeft(sameClaim), pod, "VolumeRestrictions"))
                .isTrue();
        assertThat(helps(new ClusterEvent.PodLeft(otherClaim), pod, "VolumeRestrictions"))
                .isFalse();
        assertThat(helps(new ClusterEvent.PodLeft(pod("n").volumes(disk).info()), mounts, "VolumeRestrictions"))
                .isTrue();
        assertThat(helps(
                        new ClusterEvent.PodLeft(
                                pod("n").volumes(disks("disk-2")).info()),
                        mounts,
                        "VolumeRestrictions"))
                .isFalse();
        assertThat(helps(new ClusterEvent.PodArrived(sameClaim), pod, "VolumeRestrictions"))
                .isFalse();

        assertThat(helps(new ClusterEvent.PodLeft(otherClaim), pod, "NodeVolumeLimits"))
                .isTrue();
        assertThat(helps(new ClusterEvent.PodLeft(none), pod, "NodeVolumeLimits"))
                .isFalse();
        assertThat(helps(new ClusterEvent.PodArrived(sameClaim), pod, "NodeVolumeLimits"))
                .as("the volume counts once on a node")
                .isTrue();
        assertThat(helps(new ClusterEvent.PodArrived(otherClaim), pod, "NodeVolumeLimits"))
                .isFalse();

        assertThat(helps(new ClusterEvent.PodLeft(otherClaim), pod, "VolumeBinding"))
                .as("volumes that were chosen for it are free if its decision was taken back")
                .isTrue();
        assertThat(helps(new ClusterEvent.PodLeft(none), pod, "VolumeBinding")).isFalse();
        assertThat(helps(new ClusterEvent.PodLeft(sameClaim), pod, "VolumeZone"))
                .isFalse();
    }

    /** A Pod with links is kept from nodes by its volumes, too. */
    @Test
    void aPodThatPlacementRejectedIsHelpedByItsVolumes() {
        ClusterEvent claim = changed(Kind.PERSISTENT_VOLUME_CLAIM, "shop", "data", Change.ADDED);

        assertThat(helps(claim, pod("p").volumes(claims("data")).info(), Rejectors.PLACEMENT))
                .isTrue();
        assertThat(helps(claim, pod("p").volumes(claims("logs")).info(), Rejectors.PLACEMENT))
                .isFalse();
    }

    private static PodVolumes claims(String name) {
        return new PodVolumes(List.of(new PodVolumes.ClaimUse(name, false)), List.of(), List.of());
    }

    private static PodVolumes disks(String name) {
        return new PodVolumes(
                List.of(),
                List.of(new PodVolumes.Disk("gcePersistentDisk", List.of(name), Set.of(), false)),
                List.of());
    }

    private static QueueingHints hints(ProfileSettings profile) {
        return new QueueingHints(namespace -> Map.of(), profile);
    }
}

package dev.kubewasm.scheduler.framework.profile;

import static dev.kubewasm.scheduler.framework.TestPod.node;
import static dev.kubewasm.scheduler.framework.TestPod.pod;
import static dev.kubewasm.scheduler.framework.volume.TestVolumes.bound;
import static dev.kubewasm.scheduler.framework.volume.TestVolumes.byHand;
import static dev.kubewasm.scheduler.framework.volume.TestVolumes.claim;
import static dev.kubewasm.scheduler.framework.volume.TestVolumes.free;
import static dev.kubewasm.scheduler.framework.volume.TestVolumes.labelled;
import static dev.kubewasm.scheduler.framework.volume.TestVolumes.madeBy;
import static dev.kubewasm.scheduler.framework.volume.TestVolumes.offer;
import static dev.kubewasm.scheduler.framework.volume.TestVolumes.uses;
import static dev.kubewasm.scheduler.framework.volume.TestVolumes.volume;
import static dev.kubewasm.scheduler.framework.volume.TestVolumes.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.Status;
import dev.kubewasm.scheduler.framework.TestPod;
import dev.kubewasm.scheduler.framework.volume.ClaimKey;
import dev.kubewasm.scheduler.framework.volume.CsiNode;
import dev.kubewasm.scheduler.framework.volume.InTreePlugin;
import dev.kubewasm.scheduler.framework.volume.PodVolumes;
import dev.kubewasm.scheduler.framework.volume.PodVolumes.ClaimUse;
import dev.kubewasm.scheduler.framework.volume.PodVolumes.Disk;
import dev.kubewasm.scheduler.framework.volume.PodVolumes.InTreeVolume;
import dev.kubewasm.scheduler.framework.volume.VolumeAttachment;
import dev.kubewasm.scheduler.framework.volume.VolumeClaim;
import dev.kubewasm.scheduler.framework.volume.VolumeSource;
import dev.kubewasm.scheduler.framework.volume.VolumeState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The plugins about volumes, in the profile, on node {@code n}. */
class VolumePluginsTest {
    private final ClusterState cluster = new ClusterState();
    private final VolumeState volumes = cluster.volumes();

    @BeforeEach
    void oneNode() {
        cluster.putNode(node("n", Map.of()));
        volumes.put(byHand("wait"));
    }

    private Explanation explain(TestPod pod) {
        return Explanation.of(ProfileSettings.DEFAULT, pod.info(), cluster, List.of());
    }

    private Status filter(TestPod pod) {
        return Objects.requireNonNull(explain(pod).nodes().get("n"));
    }

    private Status filter(PodVolumes volumes) {
        return filter(pod("a").volumes(volumes));
    }

    private void placed(String name, PodVolumes volumes) {
        cluster.putPod(pod(name).volumes(volumes).on("n").info());
    }

    private static PodVolumes disk(String kind, List<String> identity, Set<String> monitors, boolean shared) {
        return new PodVolumes(List.of(), List.of(new Disk(kind, identity, monitors, shared)), List.of());
    }

    private static Status.Rejected unresolvable(String plugin, String reason) {
        return Status.Rejected.unresolvable(plugin, reason);
    }

    @Test
    void aDiskIsMountedOnceOrByAllReadOnly() {
        Status taken = Status.Rejected.unschedulable("VolumeRestrictions", "node(s) had no available disk");
        placed("p", disk("iscsi", List.of("iqn"), Set.of(), true));
        assertThat(filter(disk("iscsi", List.of("iqn"), Set.of(), true))).isEqualTo(Status.FITS);
        assertThat(filter(disk("iscsi", List.of("iqn"), Set.of(), false))).isEqualTo(taken);
        assertThat(filter(disk("iscsi", List.of("other"), Set.of(), false))).isEqualTo(Status.FITS);
        assertThat(filter(disk("gcePersistentDisk", List.of("iqn"), Set.of(), false)))
                .isEqualTo(Status.FITS);
        placed("q", disk("rbd", List.of("pool", "image"), Set.of("m", "o"), false));
        assertThat(filter(disk("rbd", List.of("pool", "image"), Set.of("o"), true)))
                .isEqualTo(taken);
        assertThat(filter(disk("rbd", List.of("pool", "image"), Set.of("x"), true)))
                .isEqualTo(Status.FITS);
    }

    @Test
    void aClaimOfOnePodIsFreeWhenThatPodIsGone() {
        volumes.put(volume("v", 1, offer("wait", "ReadWriteOncePod"), Optional.empty(), VolumeSource.OTHER));
        volumes.put(claim(
                "data",
                1,
                offer("wait", "ReadWriteOncePod"),
                new VolumeClaim.State("v", true, false, false, Optional.empty())));
        assertThat(filter(uses("data"))).isEqualTo(Status.FITS);
        cluster.putNode(node("m", Map.of()));
        cluster.putPod(pod("low").volumes(uses("data")).on("m").info());
        Explanation explanation = explain(pod("a").priority(10).volumes(uses("data")));
        assertThat(explanation.nodes().get("n"))
                .isEqualTo(Status.Rejected.unschedulable(
                        "VolumeRestrictions",
                        "node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use"
                                + " by another pod"));
        Preemption.Result.Eligible eligible =
                (Preemption.Result.Eligible) explanation.preemption().orElseThrow();
        assertThat(eligible.candidates()).hasSize(1);
        assertThat(eligible.best().getFirst().pods()).extracting(PodInfo::uid).containsExactly(new Uid("low"));
        cluster.removePod(new Uid("low"));
        assertThat(filter(uses("data"))).isEqualTo(Status.FITS);
    }

    @Test
    void claimsThatNoNodeHelpsAreSaidAtOnce() {
        assertThat(explain(pod("a").volumes(uses("none"))).atOnce())
                .contains(unresolvable("VolumeRestrictions", "persistentvolumeclaim \"none\" not found"));
        PodVolumes own = new PodVolumes(List.of(new ClaimUse("a-scratch", true)), List.of(), List.of());
        assertThat(filter(own))
                .isEqualTo(unresolvable(
                        "VolumeBinding",
                        "waiting for ephemeral volume controller to create the persistentvolumeclaim \"a-scratch\""));
        volumes.put(waiting("a-scratch", 1));
        assertThat(filter(own))
                .isEqualTo(unresolvable(
                        "VolumeBinding", "PVC shop/a-scratch was not created for pod shop/a (pod is not owner)"));

        volumes.put(claim("now", 1, offer("now", "ReadWriteOnce"), VolumeClaim.State.NEW));
        assertThat(filter(uses("now")))
                .isEqualTo(unresolvable("VolumeBinding", "pod has unbound immediate PersistentVolumeClaims"));
        VolumeClaim.State named = new VolumeClaim.State("v", false, false, false, Optional.empty());
        volumes.put(claim("named", 1, offer("wait", "ReadWriteOnce"), named));
        assertThat(filter(uses("named")))
                .isEqualTo(unresolvable("VolumeBinding", "pod has unbound immediate PersistentVolumeClaims"));
        VolumeClaim.State lost = new VolumeClaim.State("v", true, true, false, Optional.empty());
        volumes.put(claim("lost", 1, offer("wait", "ReadWriteOnce"), lost));
        assertThat(filter(uses("lost")))
                .isEqualTo(unresolvable(
                        "VolumeBinding",
                        "persistentvolumeclaim \"lost\" bound to non-existent persistentvolume \"v\""));
        VolumeClaim.State deleting = new VolumeClaim.State("v", true, false, true, Optional.empty());
        volumes.put(claim("deleting", 1, offer("wait", "ReadWriteOnce"), deleting));
        assertThat(filter(uses("deleting")))
                .isEqualTo(unresolvable("VolumeBinding", "persistentvolumeclaim \"deleting\" is being deleted"));
        volumes.put(bound("gone", "nowhere"));
        assertThat(filter(uses("gone")))
                .isEqualTo(unresolvable("VolumeZone", "persistentvolume \"nowhere\" not found"));
    }

    @Test
    void aVolumeWithAZoneIsForNodesThere() {
        volumes.put(bound("data", "v"));
        Status elsewhere = unresolvable("VolumeZone", "node(s) had no available volume zone");
        volumes.put(labelled(free("v", 1), Map.of("failure-domain.beta.kubernetes.io/zone", "a__ b")));
        assertThat(filter(uses("data"))).as("a node without a zone").isEqualTo(Status.FITS);
        cluster.putNode(node("n", Map.of("topology.kubernetes.io/zone", "b")));
        assertThat(filter(uses("data"))).isEqualTo(Status.FITS);
        cluster.putNode(node("n", Map.of("topology.kubernetes.io/zone", "c")));
        assertThat(filter(uses("data"))).isEqualTo(elsewhere);
        cluster.putNode(node("n", Map.of("topology.kubernetes.io/region", "b")));
        assertThat(filter(uses("data"))).isEqualTo(elsewhere);
        volumes.put(labelled(free("v", 1), Map.of("topology.kubernetes.io/zone", "a__")));
        assertThat(filter(uses("data"))).as("a label that says nothing").isEqualTo(Status.FITS);
    }

    @Test
    void aDriverTakesOnlySoManyVolumesOnANode() {
        Status full = Status.Rejected.unschedulable("NodeVolumeLimits", "node(s) exceed max volume count");
        for (String name : List.of("v", "w", "x")) {
            volumes.put(free(name, 1));
            volumes.put(bound("claim-" + name, name));
        }
        volumes.put(madeBy("csi.example", "made"));
        volumes.put(claim("new", 1, offer("made", "ReadWriteOnce"), VolumeClaim.State.NEW));
        placed("p", uses("claim-v", "claim-w"));
        assertThat(filter(uses("claim-x"))).as("no CSINode").isEqualTo(Status.FITS);
        volumes.put(new CsiNode("n", Map.of("csi.example", 2), Set.of()));
        assertThat(filter(uses("claim-x"))).isEqualTo(full);
        assertThat(filter(uses("new"))).isEqualTo(full);
        assertThat(filter(uses("claim-v"))).as("it is there already").isEqualTo(Status.FITS);
        volumes.put(new CsiNode("n", Map.of("csi.example", 3), Set.of()));
        assertThat(filter(uses("claim-x"))).isEqualTo(Status.FITS);
        volumes.put(new VolumeAttachment("attached", "n", "csi.example", "x"));
        assertThat(filter(uses("claim-x"))).as("counted once more").isEqualTo(full);
        volumes.put(new VolumeAttachment("attached", "n", "csi.example", "v"));
        assertThat(filter(uses("claim-x"))).isEqualTo(Status.FITS);
        volumes.put(new CsiNode("n", Map.of("other.example", 0), Set.of()));
        assertThat(filter(uses("claim-x"))).isEqualTo(Status.FITS);
    }

    @Test
    void volumesOfInTreePluginsCountForTheirDriver() {
        Status full = Status.Rejected.unschedulable("NodeVolumeLimits", "node(s) exceed max volume count");
        PodVolumes ebs = new PodVolumes(List.of(), List.of(), List.of(new InTreeVolume(InTreePlugin.AWS_EBS, "vol-1")));
        PodVolumes portworx =
                new PodVolumes(List.of(), List.of(), List.of(new InTreeVolume(InTreePlugin.PORTWORX, "p")));
        volumes.put(new CsiNode("n", Map.of("ebs.csi.aws.com", 0, "pxd.portworx.com", 0), Set.of()));
        assertThat(filter(ebs)).isEqualTo(full);
        assertThat(filter(portworx)).as("migrated nowhere").isEqualTo(Status.FITS);
        volumes.put(new CsiNode("n", Map.of("pxd.portworx.com", 0), Set.of("kubernetes.io/portworx-volume")));
        assertThat(filter(portworx)).isEqualTo(full);
        assertThat(filter(ebs)).isEqualTo(Status.FITS);

        volumes.put(madeBy("kubernetes.io/aws-ebs", "ebs"));
        volumes.put(claim("new", 1, offer("ebs", "ReadWriteOnce"), VolumeClaim.State.NEW));
        volumes.put(new CsiNode("n", Map.of("ebs.csi.aws.com", 0), Set.of()));
        assertThat(filter(uses("new"))).isEqualTo(full);
        VolumeSource inTree = new VolumeSource.InTree(
                InTreePlugin.AWS_EBS, Optional.of(new VolumeSource.Translation("vol-1", Optional.empty())));
        volumes.put(volume("v", 1, offer("ebs", "ReadWriteOnce"), Optional.empty(), inTree));
        volumes.put(bound("old", "v"));
        assertThat(filter(uses("old"))).isEqualTo(full);
        volumes.put(new CsiNode("n", Map.of("ebs.csi.aws.com", 1), Set.of()));
        placed("p", ebs);
        assertThat(filter(uses("old"))).as("the same volume").isEqualTo(Status.FITS);
    }

    @Test
    void whoUsesAClaimIsCountedWithThePodsThatAreOnNodes() {
        ClaimKey data = new ClaimKey("shop", "data");
        placed("p", uses("data"));
        placed("q", uses("data", "data"));
        assertThat(volumes.isUsed(data)).isTrue();
        cluster.removePod(new Uid("p"));
        cluster.removePod(new Uid("q"));
        assertThat(volumes.isUsed(data)).isFalse();
        placed("r", uses("data"));
        cluster.removeNode("n");
        assertThat(volumes.isUsed(data)).isFalse();
        cluster.putNode(node("n", Map.of()));
        assertThat(volumes.isUsed(data)).isTrue();
    }
}

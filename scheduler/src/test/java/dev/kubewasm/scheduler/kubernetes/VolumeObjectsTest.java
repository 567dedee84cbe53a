package dev.kubewasm.scheduler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.placement.facts.NodeSelectorTerm;
import dev.kubewasm.scheduler.framework.volume.ClaimKey;
import dev.kubewasm.scheduler.framework.volume.CsiNode;
import dev.kubewasm.scheduler.framework.volume.InTreePlugin;
import dev.kubewasm.scheduler.framework.volume.PersistentVolume.ClaimReference;
import dev.kubewasm.scheduler.framework.volume.PersistentVolume.Offer;
import dev.kubewasm.scheduler.framework.volume.PodVolumes;
import dev.kubewasm.scheduler.framework.volume.PodVolumes.ClaimUse;
import dev.kubewasm.scheduler.framework.volume.PodVolumes.Disk;
import dev.kubewasm.scheduler.framework.volume.PodVolumes.InTreeVolume;
import dev.kubewasm.scheduler.framework.volume.StorageCapacity;
import dev.kubewasm.scheduler.framework.volume.VolumeAttachment;
import dev.kubewasm.scheduler.framework.volume.VolumeClaim;
import dev.kubewasm.scheduler.framework.volume.VolumeSource;
import dev.kubewasm.scheduler.framework.volume.VolumeSource.InTree;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.storage.CSINode;
import io.fabric8.kubernetes.api.model.storage.CSIStorageCapacity;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VolumeObjectsTest {
    private final List<String> problems = new ArrayList<>();

    @AfterEach
    void everyTestNamesItsProblems() {
        assertThat(problems).isEmpty();
    }

    private dev.kubewasm.scheduler.framework.volume.PersistentVolume volume(String labels, String spec) {
        return VolumeObjects.volume(Yaml.read(PersistentVolume.class, """
                metadata: {name: v, resourceVersion: '7', labels: {%s}}
                spec: {capacity: {storage: 1.5Gi}, accessModes: [ReadWriteOnce], storageClassName: fast, %s}
                status: {phase: Available}
                """.formatted(labels, spec)), problems);
    }

    private InTree inTree(String labels, String spec) {
        return (InTree) volume(labels, spec).source();
    }

    private static String handle(InTree source) {
        return source.translation().map(VolumeSource.Translation::handle).orElse("none");
    }

    private static String affinity(InTree source) {
        return source.translation()
                .orElseThrow()
                .affinity()
                .map(VolumeObjectsTest::text)
                .orElse("all nodes");
    }

    private static String text(List<NodeSelectorTerm> terms) {
        return String.join(
                " or ",
                terms.stream()
                        .map(term -> String.join(
                                " and ",
                                term.matchExpressions().stream()
                                        .map(r -> r.key() + " " + r.values())
                                        .toList()))
                        .toList());
    }

    @Test
    void aVolume() {
        var volume = volume("a: b", """
                claimRef: {namespace: shop, name: c, uid: u}, csi: {driver: d, volumeHandle: h},
                nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: k, operator: In, values: [x]}]}]}}""");
        assertThat(volume.version()).isEqualTo(7);
        assertThat(volume.capacity()).isEqualByComparingTo(BigDecimal.valueOf(3L << 29));
        assertThat(volume.offer()).isEqualTo(new Offer("fast", "", Set.of("ReadWriteOnce"), "Filesystem"));
        assertThat(volume.available()).isTrue();
        assertThat(volume.claim()).contains(new ClaimReference(new ClaimKey("shop", "c"), "u"));
        assertThat(volume.source()).isEqualTo(new VolumeSource.Csi("d", "h"));
        assertThat(text(volume.affinity().orElseThrow())).isEqualTo("k [x]");
        assertThat(volume("", "nfs: {server: s, path: /}").source()).isEqualTo(VolumeSource.OTHER);
    }

    @Test
    void aClaim() {
        VolumeClaim claim = VolumeObjects.claim(Yaml.read(PersistentVolumeClaim.class, """
                metadata:
                  name: c
                  namespace: shop
                  uid: u
                  annotations:
                    volume.beta.kubernetes.io/storage-class: old
                    volume.kubernetes.io/selected-node: n
                    pv.kubernetes.io/bind-completed: ""
                  ownerReferences: [{apiVersion: v1, kind: Pod, name: p, uid: pod-uid, controller: true}]
                spec:
                  storageClassName: new
                  volumeMode: Block
                  volumeName: v
                  resources: {requests: {storage: 2G}}
                """), problems);
        assertThat(claim.key()).isEqualTo(new ClaimKey("shop", "c"));
        assertThat(claim.wanted()).isEqualTo(new Offer("old", "", Set.of(), "Block"));
        assertThat(claim.size().orElseThrow()).isEqualByComparingTo(BigDecimal.valueOf(2_000_000_000L));
        assertThat(claim.controller()).contains("pod-uid");
        assertThat(claim.isBound()).isTrue();
        assertThat(claim.state().selectedNode()).contains("n");
    }

    @Test
    void classesNodesCapacitiesAndAttachments() {
        var storageClass = VolumeObjects.storageClass(Yaml.read(StorageClass.class, """
                metadata: {name: fast}
                provisioner: d
                volumeBindingMode: WaitForFirstConsumer
                allowedTopologies: [{matchLabelExpressions: [{key: zone, values: [a, b]}]}]
                """));
        assertThat(storageClass.waitsForConsumer()).isTrue();
        assertThat(storageClass.allowedTopologies()).hasSize(1);
        assertThat(VolumeObjects.csiNode(Yaml.read(CSINode.class, """
                metadata: {name: n, annotations: {storage.alpha.kubernetes.io/migrated-plugins: "x,x,y"}}
                spec: {drivers: [{name: d, nodeID: n, allocatable: {count: 3}}, {name: e, nodeID: n}]}
                """)))
                .isEqualTo(new CsiNode("n", Map.of("d", 3), Set.of("x", "y")));
        StorageCapacity capacity = VolumeObjects.capacity(Yaml.read(CSIStorageCapacity.class, """
                metadata: {name: c, namespace: shop}
                storageClassName: fast
                capacity: 10
                maximumVolumeSize: 5
                """), problems);
        assertThat(capacity.largest()).contains(BigDecimal.valueOf(5));
        String attachment = """
                metadata: {name: a}
                spec: {attacher: d, nodeName: n, source: {%s}}
                """;
        assertThat(VolumeObjects.attachment(Yaml.read(
                        io.fabric8.kubernetes.api.model.storage.VolumeAttachment.class,
                        attachment.formatted("persistentVolumeName: v"))))
                .contains(new VolumeAttachment("a", "n", "d", "v"));
        assertThat(VolumeObjects.attachment(Yaml.read(
                        io.fabric8.kubernetes.api.model.storage.VolumeAttachment.class, attachment.formatted(""))))
                .isEmpty();
    }

    @Test
    void whatCantBeReadIsNamed() {
        volume("", "nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: k, operator: Near}]}]}}");
        assertThat(problems)
                .containsExactly(
                        "PersistentVolume v: operator 'Near' is none of In, NotIn, Exists, DoesNotExist, Gt, Lt");
        problems.clear();
        assertThatThrownBy(() -> VolumeObjects.claim(new PersistentVolumeClaim(), problems))
                .hasMessage("a PersistentVolumeClaim without a name");
    }

    @Test
    void inTreeVolumesAsTheirDriversCallThem() {
        assertThat(handle(inTree("", "awsElasticBlockStore: {volumeID: vol-1}")))
                .isEqualTo("vol-1");
        assertThat(handle(inTree("", "awsElasticBlockStore: {volumeID: 'aws://us-east-1a/vol-1'}")))
                .isEqualTo("vol-1");
        assertThat(handle(inTree("", "awsElasticBlockStore: {volumeID: 'aws:///vol-1'}")))
                .isEqualTo("vol-1");
        assertThat(handle(inTree("", "awsElasticBlockStore: {volumeID: 'aws://us-east-1a/disk'}")))
                .isEqualTo("none");
        assertThat(handle(inTree("", "gcePersistentDisk: {pdName: d}")))
                .isEqualTo("projects/UNSPECIFIED/zones/UNSPECIFIED/disks/d");
        assertThat(handle(inTree("topology.kubernetes.io/zone: us-a-1", "gcePersistentDisk: {pdName: d}")))
                .isEqualTo("projects/UNSPECIFIED/zones/us-a-1/disks/d");
        assertThat(handle(inTree("topology.kubernetes.io/zone: us-a-1__us-a-2", "gcePersistentDisk: {pdName: d}")))
                .isEqualTo("projects/UNSPECIFIED/regions/us-a/disks/d");
        assertThat(handle(inTree("topology.kubernetes.io/zone: us-a-1__us-b-2", "gcePersistentDisk: {pdName: d}")))
                .isEqualTo("none");
        assertThat(handle(inTree("", "azureDisk: {diskName: d, diskURI: uri}"))).isEqualTo("uri");
        assertThat(handle(inTree("", "azureDisk: {diskName: d, diskURI: uri, kind: Dedicated}")))
                .isEqualTo("none");
        assertThat(handle(inTree("", "cinder: {volumeID: c}"))).isEqualTo("c");
        assertThat(inTree("", "portworxVolume: {volumeID: p}").plugin()).isEqualTo(InTreePlugin.PORTWORX);
    }

    @Test
    void inTreeVolumesAreWhereTheirDriversLabelsSay() {
        String ebs = "awsElasticBlockStore: {volumeID: vol-1}";
        String required = ", nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [%s]}]}}";
        assertThat(affinity(inTree("", ebs))).isEqualTo("all nodes");
        assertThat(affinity(inTree("topology.kubernetes.io/zone: b__a", ebs)))
                .isEqualTo("topology.ebs.csi.aws.com/zone [a, b]");
        assertThat(affinity(inTree(
                        "topology.kubernetes.io/zone: c",
                        ebs + required.formatted("{key: topology.kubernetes.io/zone, operator: In, values: [a]}"))))
                .isEqualTo("topology.ebs.csi.aws.com/zone [a]");
        assertThat(affinity(inTree(
                        "failure-domain.beta.kubernetes.io/zone: a",
                        ebs + required.formatted("{key: disk, operator: In, values: [ssd]}"))))
                .isEqualTo("disk [ssd] and topology.ebs.csi.aws.com/zone [a]");
        assertThat(
                        affinity(
                                inTree(
                                        "",
                                        ebs
                                                + required.formatted(
                                                        "{key: failure-domain.beta.kubernetes.io/zone, operator: In, values: [a]},"
                                                                + " {key: failure-domain.beta.kubernetes.io/region, operator: In, values: [r]}"))))
                .isEqualTo("topology.ebs.csi.aws.com/zone [a] and topology.kubernetes.io/region [r]");
        assertThat(affinity(inTree("topology.kubernetes.io/zone: a", "azureDisk: {diskName: d, diskURI: uri}")))
                .as("its driver takes the affinity as it is")
                .isEqualTo("all nodes");
    }

    @Test
    void theVolumesOfAPod() {
        PodVolumes volumes =
                SchedulerObjects.pod(Yaml.read(Pod.class, """
                metadata: {name: a, namespace: shop}
                spec:
                  containers: []
                  volumes:
                  - {name: config, configMap: {name: x}}
                  - {name: data, persistentVolumeClaim: {claimName: c}}
                  - {name: scratch, ephemeral: {}}
                  - {name: ebs, awsElasticBlockStore: {volumeID: vol-1, readOnly: true}}
                  - {name: gce, gcePersistentDisk: {pdName: d, readOnly: true}}
                  - {name: rbd, rbd: {monitors: [m, m], pool: p, image: i}}
                  - {name: iscsi, iscsi: {iqn: q, lun: 0, targetPortal: t}}
                """), problems).volumes();
        assertThat(volumes.claims()).containsExactly(new ClaimUse("c", false), new ClaimUse("a-scratch", true));
        assertThat(volumes.disks())
                .containsExactly(
                        new Disk("awsElasticBlockStore", List.of("vol-1"), Set.of(), false),
                        new Disk("gcePersistentDisk", List.of("d"), Set.of(), true),
                        new Disk("rbd", List.of("p", "i"), Set.of("m"), false),
                        new Disk("iscsi", List.of("q"), Set.of(), false));
        assertThat(volumes.inTree())
                .containsExactly(
                        new InTreeVolume(InTreePlugin.AWS_EBS, "vol-1"),
                        new InTreeVolume(InTreePlugin.GCE_PD, "projects/UNSPECIFIED/zones/UNSPECIFIED/disks/d"));
        SchedulerObjects.pod(Yaml.read(Pod.class, """
                metadata: {name: a, namespace: shop}
                spec: {containers: [], volumes: [{name: ebs, awsElasticBlockStore: {volumeID: "aws://z/x"}}]}
                """), problems);
        assertThat(problems).containsExactly("Pod shop/a: volume ebs: 'aws://z/x' is no id of an EBS volume");
        problems.clear();
    }

    @Test
    void aPodWithoutSuchVolumesHasNone() {
        assertThat(SchedulerObjects.pod(Yaml.read(Pod.class, "metadata: {name: a}\nspec: {containers: []}"), problems)
                        .volumes())
                .isEqualTo(PodVolumes.NONE);
        assertThat(Optional.of(PodVolumes.NONE).filter(PodVolumes::isEmpty)).isPresent();
    }
}

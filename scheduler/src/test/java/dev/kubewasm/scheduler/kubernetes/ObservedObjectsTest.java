package dev.kubewasm.scheduler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.volume.ClaimKey;
import dev.kubewasm.scheduler.framework.volume.VolumeState;
import dev.kubewasm.scheduler.port.ClusterObject;
import dev.kubewasm.scheduler.port.StorageObject;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.storage.CSIDriver;
import io.fabric8.kubernetes.api.model.storage.CSINode;
import io.fabric8.kubernetes.api.model.storage.CSIStorageCapacity;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObservedObjectsTest {
    private final List<String> problems = new ArrayList<>();

    @Test
    void readsWhatTheRulesAboutPodsLookAt() {
        assertThat(observe(Namespace.class, "{metadata: {name: shop, labels: {team: a}}}"))
                .isEqualTo(new ClusterObject.Namespace("shop", Map.of("team", "a")));
        assertThat(observe(Service.class, "{metadata: {name: web, namespace: shop}, spec: {selector: {app: web}}}"))
                .isEqualTo(new ClusterObject.Service("shop", "web", Map.of("app", "web")));
        assertThat(observe(ReplicaSet.class, """
                        {metadata: {name: web-1, namespace: shop}, spec: {selector: {matchLabels: {app: web}}}}""")).isEqualTo(workload("ReplicaSet", "web-1", "app"));
        assertThat(observe(StatefulSet.class, """
                        {metadata: {name: db, namespace: shop}, spec: {selector: {matchLabels: {app: web}}}}""")).isEqualTo(workload("StatefulSet", "db", "app"));
        assertThat(observe(
                        ReplicationController.class,
                        "{metadata: {name: old, namespace: shop}, spec: {selector: {app: web}}}"))
                .isEqualTo(workload("ReplicationController", "old", "app"));
        assertThat(((ClusterObject.Budget) observe(PodDisruptionBudget.class, """
                        {metadata: {name: web, namespace: shop}, spec: {selector: {matchLabels: {app: web}}},
                         status: {disruptionsAllowed: 2}}"""))
                        .budget()
                        .allowed())
                .isEqualTo(2);
        assertThat(problems).isEmpty();
        assertThat(ObservedObjects.observe(new ConfigMap(), problems)).isEmpty();
    }

    @Test
    void readsWhatDecidesWhereAPodReachesItsData() {
        VolumeState volumes = new VolumeState();
        List<ClusterObject> observed = List.of(
                observe(PersistentVolume.class, "{metadata: {name: v}, spec: {storageClassName: fast}}"),
                observe(PersistentVolumeClaim.class, "{metadata: {name: c, namespace: shop}, spec: {volumeName: v}}"),
                observe(StorageClass.class, "{metadata: {name: fast}, provisioner: csi.example}"),
                observe(CSINode.class, "{metadata: {name: n}, spec: {drivers: []}}"),
                observe(CSIDriver.class, "{metadata: {name: csi.example}, spec: {storageCapacity: true}}"),
                observe(
                        CSIStorageCapacity.class,
                        "{metadata: {name: left, namespace: shop}, storageClassName: fast, capacity: 1Gi}"),
                observe(
                        VolumeAttachment.class,
                        "{metadata: {name: a}, spec: {attacher: d, nodeName: n, source: {persistentVolumeName: v}}}"));
        observed.forEach(object -> ((StorageObject) object).putInto(volumes));
        assertThat(volumes.volume("v")).isPresent();
        assertThat(volumes.claim(new ClaimKey("shop", "c"))).isPresent();
        assertThat(volumes.storageClass("fast")).isPresent();
        assertThat(volumes.csiNode("n")).isPresent();
        observed.forEach(object -> StorageObject.remove(object.id(), volumes));
        assertThat(volumes.volume("v")).isEmpty();
        assertThat(volumes.claim(new ClaimKey("shop", "c"))).isEmpty();
        assertThat(volumes.storageClass("fast")).isEmpty();
        assertThat(volumes.csiNode("n")).isEmpty();
        assertThat(problems).isEmpty();
    }

    @Test
    void whatHasNoSelectorSelectsNothing() {
        assertThat(observe(Service.class, "{metadata: {name: web, namespace: shop}, spec: {}}"))
                .isEqualTo(new ClusterObject.Service("shop", "web", Map.of()));
        assertThat(((ClusterObject.Workload)
                                observe(ReplicationController.class, "{metadata: {name: old, namespace: shop}}"))
                        .selector())
                .isEqualTo(LabelSelector.NOTHING);
    }

    @Test
    void aSelectorThatCantBeReadIsNamedAndSelectsNothing() {
        ClusterObject set = observe(ReplicaSet.class, """
                {metadata: {name: web-1, namespace: shop},
                 spec: {selector: {matchExpressions: [{key: app, operator: Near, values: [web]}]}}}""");

        assertThat(((ClusterObject.Workload) set).selector()).isEqualTo(LabelSelector.NOTHING);
        assertThat(problems).singleElement().asString().contains("ReplicaSet web-1", "'Near'");
    }

    private <T extends HasMetadata> ClusterObject observe(Class<T> type, String yaml) {
        T object = Yaml.read(type, yaml);
        ClusterObject observed = ObservedObjects.observe(object, problems).orElseThrow();
        assertThat(ObservedObjects.id(object)).contains(observed.id());
        return observed;
    }

    private static ClusterObject workload(String kind, String name, String label) {
        return new ClusterObject.Workload(
                "shop",
                new PodInfo.Workload(kind, name),
                new LabelSelector(
                        List.of(new LabelSelector.Requirement(label, LabelSelector.Operator.IN, List.of("web")))));
    }
}

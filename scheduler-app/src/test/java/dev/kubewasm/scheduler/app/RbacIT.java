package dev.kubewasm.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.scheduler.app.parity.VolumeController;
import dev.kubewasm.scheduler.framework.volume.VolumePlan;
import dev.kubewasm.testkit.ProjectRoot;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The roles of {@code manifests/base/rbac.yaml} are as wide as the scheduler needs: it does all that it can do under them, a proxy
 * writes down which rights that takes, and there is no other.
 */
class RbacIT {
    @TempDir
    Path folder;

    @Test
    void everyRightIsNeededAndNoneIsMissing() throws IOException {
        try (TestCluster cluster = TestCluster.start();
                ApiProxy proxy = new ApiProxy(cluster.controlPlane().server())) {
            cluster.addNodes();
            cluster.addNamespace("rights");
            Path kubeconfig = Files.writeString(
                    folder.resolve("proxied.kubeconfig"),
                    proxy.behind(Files.readString(cluster.schedulerKubeconfig(folder))));
            try (SchedulerProcess scheduler =
                    SchedulerProcess.start(kubeconfig, ProjectRoot.path().resolve("examples/pricing/oci"), folder)) {
                Await.until("it leads", scheduler::leads, Boolean::booleanValue);
                cluster.createPods("rights", "ordinary", 1);
                worldInConfigMap(cluster);
                ownedByUnknownReplicaSet(cluster);
                Await.until("those are bound", () -> cluster.bound("rights"), n -> n == 3);
                getsItsVolumes(cluster);
                saysTheSameAgain(cluster);
                CrowdedNodes crowded = new CrowdedNodes(cluster, "rights");
                crowded.leaveForOne();
                crowded.leaveForGroup();
                assertThat(scheduler.stop()).isIn(0, 143);
            }

            assertThat(proxy.calls()).as("nothing was forbidden").noneMatch(call -> call.status() == 403);
            assertThat(Rights.used(proxy.calls())).isEqualTo(Rights.granted(cluster.client()));
        }
    }

    private static void worldInConfigMap(TestCluster cluster) {
        cluster.client()
                .configMaps()
                .inNamespace("rights")
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("wit")
                        .endMetadata()
                        .addToData("world", "package example:alone; world alone { export run: func(); }")
                        .build())
                .create();
        create(
                cluster,
                new PodBuilder(TestCluster.ordinaryPod("component", "kube-wasm"))
                        .editMetadata()
                        .addToAnnotations("kube-wasm/wit-configmap", "wit/world")
                        .endMetadata()
                        .build());
    }

    private static void ownedByUnknownReplicaSet(TestCluster cluster) {
        create(
                cluster,
                new PodBuilder(TestCluster.ordinaryPod("owned", "kube-wasm"))
                        .editMetadata()
                        .addNewOwnerReference()
                        .withApiVersion("apps/v1")
                        .withKind("ReplicaSet")
                        .withName("unseen")
                        .withUid("2f1a1b6e-0000-4000-8000-000000000001")
                        .withController(true)
                        .endOwnerReference()
                        .endMetadata()
                        .build());
    }

    /** A Pod with a claim for a volume that is there, and one for a volume that is to be made on its node. */
    private static void getsItsVolumes(TestCluster cluster) {
        for (String yaml : List.of("""
                {apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: by-hand},
                 provisioner: kubernetes.io/no-provisioner, volumeBindingMode: WaitForFirstConsumer}""", """
                {apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: made},
                 provisioner: csi.example, volumeBindingMode: WaitForFirstConsumer}""", """
                {apiVersion: v1, kind: PersistentVolume, metadata: {name: disk}, spec: {capacity: {storage: 1Gi},
                 accessModes: [ReadWriteOnce], storageClassName: by-hand, csi: {driver: csi.example, volumeHandle: d}}}""", claim("there", "by-hand"), claim("to-be-made", "made"))) {
            cluster.client()
                    .resource(cluster.client().getKubernetesSerialization().<HasMetadata>unmarshal("---\n" + yaml))
                    .create();
        }
        // As the volume controller says of one that nobody has.
        cluster.client().persistentVolumes().withName("disk").editStatus(disk -> new PersistentVolumeBuilder(disk)
                .editOrNewStatus()
                .withPhase("Available")
                .endStatus()
                .build());
        VolumeController controller = new VolumeController(cluster.client(), "rights");
        create(
                cluster,
                new PodBuilder(TestCluster.ordinaryPod("stateful", "kube-wasm"))
                        .editSpec()
                        .addNewVolume()
                        .withName("a")
                        .withNewPersistentVolumeClaim("there", false)
                        .endVolume()
                        .addNewVolume()
                        .withName("b")
                        .withNewPersistentVolumeClaim("to-be-made", false)
                        .endVolume()
                        .endSpec()
                        .build());
        Pod bound = Await.until(
                "it has its volumes and its node",
                () -> {
                    controller.work(true);
                    return cluster.pod("rights", "stateful");
                },
                TestCluster::bound);
        assertThat(cluster.client()
                        .persistentVolumes()
                        .withName("disk")
                        .get()
                        .getSpec()
                        .getClaimRef()
                        .getName())
                .isEqualTo("there");
        assertThat(cluster.client()
                        .persistentVolumeClaims()
                        .inNamespace("rights")
                        .withName("to-be-made")
                        .get()
                        .getMetadata()
                        .getAnnotations())
                .containsEntry(VolumePlan.SELECTED_NODE, bound.getSpec().getNodeName());
    }

    private static String claim(String name, String storageClass) {
        return """
                {apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: %s, namespace: rights}, spec: {accessModes:
                 [ReadWriteOnce], storageClassName: %s, resources: {requests: {storage: 1Gi}}}}""".formatted(name, storageClass);
    }

    /** A Pod that doesn't fit, then doesn't for another reason, then for the first again: its event is counted up. */
    private static void saysTheSameAgain(TestCluster cluster) {
        Pod pod = create(cluster, TestCluster.podOf("100", "large"));
        Await.until("it is said", () -> cluster.events(pod), events -> events.size() == 1);
        cluster.addNode("another", "100m");
        touchUntil(cluster, "it is said of one node more", pod, events -> events.size() == 2);
        cluster.client().nodes().withName("another").delete();
        touchUntil(cluster, "it is said again", pod, events -> events.stream()
                .anyMatch(e -> e.getSeries() != null && e.getSeries().getCount() > 1));
    }

    /**
     * A node that is too small wakes no Pod, nor does one that goes; the Pod's own change does. It may be seen before the node's, so
     * that nothing is new: then it is changed again.
     */
    private static void touchUntil(TestCluster cluster, String what, Pod pod, Predicate<List<Event>> said) {
        AtomicInteger touched = new AtomicInteger();
        Await.until(
                what,
                () -> {
                    // Whatever its status has become meanwhile: a merge patch names no version.
                    cluster.client()
                            .pods()
                            .inNamespace("rights")
                            .withName("large")
                            .patch(
                                    PatchContext.of(PatchType.JSON_MERGE),
                                    "{\"metadata\":{\"labels\":{\"touched\":\"" + touched.incrementAndGet() + "\"}}}");
                    return cluster.events(pod);
                },
                said);
    }

    private static Pod create(TestCluster cluster, Pod pod) {
        return cluster.create("rights", pod);
    }
}

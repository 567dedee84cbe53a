package dev.kubewasm.scheduler.app.parity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubewasm.scheduler.app.kubernetes.KubernetesCluster;
import dev.kubewasm.scheduler.app.kubernetes.RequestRate;
import dev.kubewasm.scheduler.app.kubernetes.RetryAfter;
import dev.kubewasm.scheduler.framework.plugins.VolumeBinding;
import dev.kubewasm.scheduler.framework.volume.VolumePlan;
import dev.kubewasm.scheduler.kubernetes.SchedulingCase;
import dev.kubewasm.scheduler.port.VolumePort.VolumeAnswer;
import dev.kubewasm.testkit.controlplane.ControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is told to a real API server about the volumes of a Pod, and when it is taken for done. */
class VolumeProvisionIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void bindsAndHasVolumesMadeWhereThePlanSays() throws IOException {
        try (ControlPlane controlPlane = ControlPlane.start();
                KubernetesClient client = new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(Files.readString(controlPlane.kubeconfig())))
                        .build()) {
            CaseCluster cluster = new CaseCluster(client);
            cluster.put(new CaseGenerator.Case("c1", objects(), Set.of()));
            SchedulingCase.Reading reading = read(cluster);
            VolumePlan plan = plan(reading);
            assertThat(plan.bindings()).hasSize(1);
            assertThat(plan.provisions()).hasSize(1);
            KubernetesCluster port = new KubernetesCluster(
                    client,
                    Set.of("kube-wasm"),
                    "test",
                    new RequestRate(1000, 1000),
                    new RetryAfter(),
                    Clock.systemUTC());

            assertThat(port.provide(plan, Duration.ZERO))
                    .as("nobody completes it")
                    .isInstanceOf(VolumeAnswer.NotProvided.class);
            assertThat(port.provide(plan, LONG))
                    .as("the objects are at newer versions than the plan's")
                    .isInstanceOf(VolumeAnswer.NotProvided.class);

            VolumePlan next = plan(read(cluster));
            VolumeController controller = new VolumeController(client, "c1");
            CompletableFuture<VolumeAnswer> answer = CompletableFuture.supplyAsync(() -> port.provide(next, LONG));
            dev.kubewasm.scheduler.app.Await.until(
                    "an answer",
                    () -> {
                        controller.work(true);
                        return answer;
                    },
                    CompletableFuture::isDone);
            assertThat(answer.join()).isEqualTo(new VolumeAnswer.Provided());
            assertThat(plan(read(cluster)).isEmpty()).as("all is bound").isTrue();
            assertThat(port.provide(plan(read(cluster)), LONG)).isEqualTo(new VolumeAnswer.Provided());
        }
    }

    private static SchedulingCase.Reading read(CaseCluster cluster) {
        ObjectNode picture = cluster.picture("c1");
        return CaseCluster.read(picture).read();
    }

    private static VolumePlan plan(SchedulingCase.Reading reading) {
        return VolumeBinding.plan(
                        reading.pod(),
                        reading.cluster().node("c1-n").orElseThrow().spec(),
                        reading.cluster())
                .orElseThrow();
    }

    private static List<HasMetadata> objects() {
        List<HasMetadata> objects = new ArrayList<>();
        for (String yaml : List.of(
                "{apiVersion: v1, kind: Namespace, metadata: {name: c1}}",
                """
                {apiVersion: v1, kind: Node, metadata: {name: c1-n}, status: {allocatable: {cpu: '4', pods: '10'}}}""",
                """
                {apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: c1-manual},
                 provisioner: kubernetes.io/no-provisioner, volumeBindingMode: WaitForFirstConsumer}""",
                """
                {apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: c1-wait},
                 provisioner: csi.example, volumeBindingMode: WaitForFirstConsumer}""",
                """
                {apiVersion: v1, kind: PersistentVolume, metadata: {name: c1-v}, spec: {capacity: {storage: 1Gi},
                 accessModes: [ReadWriteOnce], storageClassName: c1-manual, csi: {driver: csi.example, volumeHandle: v}},
                 status: {phase: Available}}""",
                claim("by-hand", "c1-manual"),
                claim("made", "c1-wait"),
                """
                {apiVersion: v1, kind: Pod, metadata: {name: waiting, namespace: c1}, spec: {volumes: [
                 {name: a, persistentVolumeClaim: {claimName: by-hand}}, {name: b, persistentVolumeClaim: {claimName: made}}],
                 containers: [{name: c, image: 'registry.example/c:1'}]}}""")) {
            HasMetadata object = new KubernetesSerialization().unmarshal("---\n" + yaml);
            objects.add(object);
        }
        return objects;
    }

    private static String claim(String name, String storageClass) {
        return """
                {apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: %s, namespace: c1}, spec: {accessModes:
                 [ReadWriteOnce], storageClassName: %s, resources: {requests: {storage: 1Gi}}}}""".formatted(name, storageClass);
    }
}

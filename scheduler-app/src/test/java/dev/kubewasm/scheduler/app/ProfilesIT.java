package dev.kubewasm.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One scheduler, two profiles, against a real API server. */
class ProfilesIT {
    private static final String PACKED = "kube-wasm-packed";

    @TempDir
    Path folder;

    @Test
    void aPodGoesWhereTheProfileOfItsSchedulerNameWantsIt() {
        try (TestCluster cluster = TestCluster.start();
                SchedulerProcess scheduler = SchedulerProcess.start(cluster.schedulerKubeconfig(folder), """
                        profiles:
                        - schedulerName: kube-wasm
                        - schedulerName: kube-wasm-packed
                          plugins: {score: {disabled: [{name: "*"}], enabled: [{name: NodeResourcesFit}]}}
                          pluginConfig:
                          - name: NodeResourcesFit
                            args: {scoringStrategy: {type: MostAllocated, resources: [{name: cpu, weight: 1}]}}
                        """, folder)) {
            cluster.addNode("busy", "4");
            cluster.addNode("idle", "4");
            cluster.addNamespace("some");
            cluster.create(
                    "some",
                    new PodBuilder(TestCluster.podOf("1", "there"))
                            .editSpec()
                            .withNodeName("busy")
                            .endSpec()
                            .build());
            scheduler.awaitReady();
            Pod spread = cluster.create("some", TestCluster.ordinaryPod("spread", "kube-wasm"));
            Pod packed = cluster.create("some", TestCluster.ordinaryPod("packed", PACKED));
            Pod others = cluster.create("some", TestCluster.ordinaryPod("others", "kube-wasm-other"));

            assertThat(nodeOf(cluster, packed)).isEqualTo("busy");
            assertThat(nodeOf(cluster, spread)).isEqualTo("idle");
            assertThat(cluster.client().resource(others).get().getSpec().getNodeName())
                    .as("a Pod of no profile")
                    .isNull();
            Await.until(
                    "each says which profile placed it",
                    () -> List.of(saidBy(cluster, spread), saidBy(cluster, packed)),
                    List.of("[kube-wasm]", "[" + PACKED + "]")::equals);
            assertThat(scheduler.get("/metrics"))
                    .contains("scheduler_schedule_attempts_total{profile=\"kube-wasm\",result=\"scheduled\"} 1.0")
                    .contains("scheduler_schedule_attempts_total{profile=\"" + PACKED + "\",result=\"scheduled\"} 1.0");
        }
    }

    /** The consumer's profile keeps it to the pool, and its provider goes with it. */
    @Test
    void podsOfTwoProfilesAreLinked() {
        try (TestCluster cluster = TestCluster.start();
                SchedulerProcess scheduler = SchedulerProcess.start(cluster.schedulerKubeconfig(folder), """
                        profiles:
                        - schedulerName: kube-wasm
                        - schedulerName: kube-wasm-packed
                          pluginConfig:
                          - name: NodeAffinity
                            args:
                              addedAffinity:
                                requiredDuringSchedulingIgnoredDuringExecution:
                                  nodeSelectorTerms:
                                  - matchExpressions: [{key: pool, operator: In, values: [web]}]
                        """, folder)) {
            cluster.addNodes();
            cluster.label("wasm-3", "pool", "web");
            cluster.addNamespace("some");
            scheduler.awaitReady();
            Pod provider = cluster.create("some", component("provider", "kube-wasm", "export"));
            Pod consumer = cluster.create("some", component("consumer", PACKED, "import"));

            assertThat(nodeOf(cluster, consumer)).isEqualTo("wasm-3");
            assertThat(nodeOf(cluster, provider)).isEqualTo("wasm-3");
            assertThat(cluster.client()
                            .resource(consumer)
                            .get()
                            .getMetadata()
                            .getAnnotations()
                            .get("kube-wasm/wiring"))
                    .contains("provider");
        }
    }

    private static Pod component(String name, String scheduler, String direction) {
        return new PodBuilder(TestCluster.component(name, "registry.example.com/" + name))
                .editMetadata()
                .addToAnnotations("kube-wasm/wit", """
                        package a:b;
                        interface store { get: func() -> u32; }
                        world w { %s store; }
                        """.formatted(direction))
                .endMetadata()
                .editSpec()
                .withSchedulerName(scheduler)
                .endSpec()
                .build();
    }

    private static String nodeOf(TestCluster cluster, Pod pod) {
        return Await.until(
                        pod.getMetadata().getName() + " is bound",
                        () -> cluster.client().resource(pod).get(),
                        TestCluster::bound)
                .getSpec()
                .getNodeName();
    }

    private static String saidBy(TestCluster cluster, Pod pod) {
        return cluster.events(pod).stream()
                .map(event -> event.getReportingController())
                .toList()
                .toString();
    }
}

package dev.kubewasm.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kubewasm.scheduler.app.Breakpoint.Side;
import dev.kubewasm.testkit.Scale;
import dev.kubewasm.testkit.controlplane.KubeScheduler;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kube-scheduler and Kube-Wasm bind to the same nodes until these are full, and Kube-Wasm begins as it sleeps through what
 * kube-scheduler binds: it wakes with old news. Then both decide about the last room that there is, and neither knows of the
 * other's decision when it makes its own: the node's kubelet rejects the Pod that comes second, and its replacement goes
 * elsewhere. At the end every replica runs.
 */
class BesideKubeSchedulerIT {
    private static final String NAMESPACE = "shared";
    private static final List<String> SCHEDULERS = List.of("default-scheduler", "kube-wasm");
    private static final int NODES = Math.max(5, Scale.cases(100));
    private static final int PODS_A_NODE = 20;
    private static final String NODE_CPU = "2";
    private static final String POD_CPU = "100m";

    @TempDir
    private Path folder;

    @Test
    void everyReplicaRunsAndNoNodeIsOverfull() throws IOException {
        Optional<Path> program = KubeScheduler.find();
        assumeTrue(program.isPresent(), "no kube-scheduler here: control-plane/build.sh --kube-scheduler builds it");
        try (TestCluster cluster = TestCluster.start();
                ApiProxy proxy = new ApiProxy(cluster.controlPlane().server());
                KubeScheduler _ = KubeScheduler.start(
                        program.get(), cluster.controlPlane(), Files.createDirectory(folder.resolve("upstream")));
                // Without election: it may sleep as long as it takes.
                SchedulerProcess scheduler = SchedulerProcess.start(
                        Files.writeString(
                                folder.resolve("proxied.kubeconfig"),
                                proxy.behind(Files.readString(cluster.schedulerKubeconfig(folder)))),
                        "leaderElection: {leaderElect: false}\n",
                        folder)) {
            for (int i = 0; i < NODES; i++) {
                cluster.addNode("node-" + i, NODE_CPU);
            }
            cluster.addNamespace(NAMESPACE);
            scheduler.awaitReady();
            int replicas = NODES * PODS_A_NODE / SCHEDULERS.size();
            List<ReplicaSet> owners = SCHEDULERS.stream()
                    .map(name -> create(cluster, name, replicas))
                    .toList();
            try (Kubelets kubelets = new Kubelets(cluster.client(), NAMESPACE)) {
                scheduler.pause();
                owners.forEach(owner -> replace(cluster, owner));
                Await.until(
                        "kube-scheduler has bound its own",
                        () -> running(cluster),
                        running -> running.getOrDefault(uid(owners.getFirst()), 0L) == replicas);
                scheduler.resume();
                awaitRunning(cluster, owners, replicas);
                int before = kubelets.rejected();
                bothDecideAboutTheLastRoom(cluster, proxy, owners.getFirst(), owners.getLast());
                awaitRunning(cluster, owners, replicas);
                assertThat(kubelets.rejected()).as("that came second").isEqualTo(before + 1);
                System.out.println("beside kube-scheduler: " + NODES + " nodes, " + NODES * PODS_A_NODE + " Pods, "
                        + kubelets.rejected() + " rejected by their node");
            }
            clearFailed(cluster);
            cluster.assertCapacity();
            assertThat(cluster.pods(NAMESPACE)).hasSize(NODES * PODS_A_NODE);
        }
    }

    private static void awaitRunning(TestCluster cluster, List<ReplicaSet> owners, int replicas) {
        Await.until(
                "every replica runs",
                () -> {
                    owners.forEach(owner -> replace(cluster, owner));
                    return running(cluster);
                },
                running -> owners.stream().allMatch(owner -> running.getOrDefault(uid(owner), 0L) == replicas));
    }

    /** Kube-Wasm decides first, but its binding arrives when kube-scheduler's has. */
    private static void bothDecideAboutTheLastRoom(
            TestCluster cluster, ApiProxy proxy, ReplicaSet upstream, ReplicaSet ours) {
        Pod leaves = anyOf(cluster, ours, "");
        String contested = leaves.getSpec().getNodeName();
        Pod elsewhere = anyOf(cluster, upstream, contested);
        Breakpoint binding = proxy.holdAt(Breakpoint.atBinding(1, Side.REQUEST));
        cluster.deletePod(NAMESPACE, leaves.getMetadata().getName());
        replace(cluster, ours);
        binding.awaitReached();

        // Room for whoever loses.
        cluster.deletePod(NAMESPACE, elsewhere.getMetadata().getName());
        Pod rival = cluster.create(NAMESPACE, TestCluster.on(contested, replica(upstream)));
        Await.until(
                "kube-scheduler has given the room away",
                () -> cluster.pod(NAMESPACE, rival.getMetadata().getName()),
                pod -> "Running".equals(phase(pod)));
        binding.release();
    }

    private static Pod anyOf(TestCluster cluster, ReplicaSet owner, String notOn) {
        return cluster.pods(NAMESPACE).stream()
                .filter(pod -> uid(owner).equals(owner(pod)))
                .filter(pod -> "Running".equals(phase(pod)))
                .filter(pod -> !notOn.equals(pod.getSpec().getNodeName()))
                .findFirst()
                .orElseThrow();
    }

    private static ReplicaSet create(TestCluster cluster, String scheduler, int replicas) {
        return cluster.client()
                .apps()
                .replicaSets()
                .inNamespace(NAMESPACE)
                .resource(new ReplicaSetBuilder()
                        .withNewMetadata()
                        .withName("of-" + scheduler)
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(replicas)
                        .withNewSelector()
                        .addToMatchLabels("by", scheduler)
                        .endSelector()
                        .withNewTemplate()
                        .withNewMetadata()
                        .addToLabels("by", scheduler)
                        .endMetadata()
                        .withSpec(TestCluster.ordinaryPod("template", scheduler).getSpec())
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();
    }

    /** What the controller of ReplicaSets does: Pods that have failed don't count. */
    private static void replace(TestCluster cluster, ReplicaSet owner) {
        long there = cluster.pods(NAMESPACE).stream()
                .filter(pod -> uid(owner).equals(owner(pod)) && !"Failed".equals(phase(pod)))
                .count();
        Pod replica = replica(owner);
        LongStream.range(there, owner.getSpec().getReplicas()).parallel().forEach(_ -> cluster.client()
                .pods()
                .inNamespace(NAMESPACE)
                .resource(replica)
                .create());
    }

    private static Pod replica(ReplicaSet owner) {
        return new PodBuilder()
                .withNewMetadata()
                .withGenerateName(owner.getMetadata().getName() + "-")
                .withLabels(owner.getSpec().getTemplate().getMetadata().getLabels())
                .addNewOwnerReference()
                .withApiVersion("apps/v1")
                .withKind("ReplicaSet")
                .withName(owner.getMetadata().getName())
                .withUid(uid(owner))
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withNewSpecLike(owner.getSpec().getTemplate().getSpec())
                .editContainer(0)
                .editResources()
                .addToRequests("cpu", new Quantity(POD_CPU))
                .endResources()
                .endContainer()
                .endSpec()
                .build();
    }

    private static Map<String, Long> running(TestCluster cluster) {
        return cluster.pods(NAMESPACE).stream()
                .filter(pod -> "Running".equals(phase(pod)))
                .collect(Collectors.groupingBy(BesideKubeSchedulerIT::owner, Collectors.counting()));
    }

    /** What the garbage collector of Pods does in time. */
    private static void clearFailed(TestCluster cluster) {
        cluster.pods(NAMESPACE).stream()
                .filter(pod -> "Failed".equals(phase(pod)))
                .forEach(pod -> cluster.deletePod(NAMESPACE, pod.getMetadata().getName()));
    }

    private static String owner(Pod pod) {
        return pod.getMetadata().getOwnerReferences().getFirst().getUid();
    }

    private static String uid(ReplicaSet owner) {
        return owner.getMetadata().getUid();
    }

    private static String phase(Pod pod) {
        return pod.getStatus().getPhase();
    }
}

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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kube-scheduler and Kube-Wasm bind to the same nodes until these are full. Both decide about the last room that there is, and
 * neither knows of the other's decision when it makes its own: the node's kubelet rejects the Pod that comes second, and its
 * replacement goes elsewhere. At the end every replica runs.
 */
class BesideKubeSchedulerIT {
    private static final String NAMESPACE = "shared";
    private static final String UPSTREAM = "default-scheduler";
    private static final String OURS = "kube-wasm";
    private static final List<String> SCHEDULERS = List.of(UPSTREAM, OURS);
    private static final int PODS_A_NODE = 20;
    private static final int ROUNDS = 10;

    @TempDir
    private Path folder;

    /**
     * Pods that differ in what there is too little of for more of them, with nodes of their own, so that these can be full to the
     * last Pod whoever comes first.
     *
     * @param name of label {@code kind} of nodes
     */
    private record Kind(String name, String cpu, String memory, Amounts node) {
        private static final long MIB = 1 << 20;
        static final List<Kind> ALL = List.of(
                new Kind("cpu", "100m", "1Mi", new Amounts(1000, PODS_A_NODE * 100L, 1024 * MIB)),
                new Kind("memory", "1m", "64Mi", new Amounts(1000, 2000, PODS_A_NODE * 64 * MIB)),
                new Kind("pods", "1m", "1Mi", new Amounts(PODS_A_NODE, 2000, 1024 * MIB)));

        Pod template(String scheduler) {
            return new PodBuilder(TestCluster.ordinaryPod("template", scheduler))
                    .editSpec()
                    .addToNodeSelector("kind", name)
                    .editContainer(0)
                    .editResources()
                    .addToRequests("cpu", new Quantity(cpu))
                    .addToRequests("memory", new Quantity(memory))
                    .endResources()
                    .endContainer()
                    .endSpec()
                    .build();
        }

        /** Returns their names. */
        List<String> addNodes(TestCluster cluster, int count) {
            List<String> names =
                    IntStream.range(0, count).mapToObj(i -> name + "-" + i).toList();
            for (String added : names) {
                cluster.addNode(added, node);
                cluster.label(added, "kind", name);
            }
            return names;
        }
    }

    /** Kube-Wasm begins as it sleeps through what kube-scheduler binds: it wakes with old news. */
    @Test
    void oneBindsWhatTheOtherHasNotSeen() throws IOException {
        int nodes = Math.max(5, Scale.cases(100));
        Kind kind = Kind.ALL.getFirst();
        try (TestCluster cluster = TestCluster.start();
                ApiProxy proxy = new ApiProxy(cluster.controlPlane().server());
                KubeScheduler _ = upstream(cluster);
                SchedulerProcess scheduler = ours(cluster, proxy)) {
            kind.addNodes(cluster, nodes);
            cluster.addNamespace(NAMESPACE);
            scheduler.awaitReady();
            Replicas replicas = new Replicas(cluster, NAMESPACE);
            int half = nodes * PODS_A_NODE / SCHEDULERS.size();
            ReplicaSet upstream = replicas.add("of-upstream", half, kind.template(UPSTREAM));
            ReplicaSet ours = replicas.add("of-ours", half, kind.template(OURS));
            try (Kubelets kubelets = kubelets(cluster)) {
                scheduler.pause();
                replicas.replace();
                replicas.awaitRunning(upstream);
                scheduler.resume();
                replicas.awaitRunning();
                int before = rejections(kubelets);
                bothDecideAboutTheLastRoom(cluster, proxy, replicas, upstream, ours);
                replicas.awaitRunning();
                assertThat(rejections(kubelets)).as("that came second").isEqualTo(before + 1);
                System.out.println("beside kube-scheduler: " + nodes + " nodes, " + nodes * PODS_A_NODE + " Pods, "
                        + kubelets.rejected() + " rejected by their node");
            }
            assertAllRun(cluster, replicas, nodes * PODS_A_NODE);
        }
    }

    /**
     * Both have Pods for more than a node whenever one comes, and bind as fast as they can, until every node is full and some races
     * are lost.
     */
    @Test
    void bothBindAtOnceUntilAllIsFull() throws IOException {
        int nodes = Math.max(5, Scale.cases(40));
        int pods = Kind.ALL.size() * nodes * PODS_A_NODE;
        try (TestCluster cluster = TestCluster.start();
                ApiProxy proxy = new ApiProxy(cluster.controlPlane().server());
                KubeScheduler _ = upstream(cluster);
                SchedulerProcess scheduler = ours(cluster, proxy)) {
            List<String> all = new ArrayList<>();
            Kind.ALL.forEach(kind -> all.addAll(kind.addNodes(cluster, nodes)));
            Collections.shuffle(all, new Random(7));
            cluster.addNamespace(NAMESPACE);
            scheduler.awaitReady();
            Replicas replicas = new Replicas(cluster, NAMESPACE);
            for (Kind kind : Kind.ALL) {
                for (String name : SCHEDULERS) {
                    replicas.add(
                            kind.name() + "-of-" + name, nodes * PODS_A_NODE / SCHEDULERS.size(), kind.template(name));
                }
            }
            try (Kubelets kubelets = kubelets(cluster)) {
                for (int round = 1; round <= ROUNDS && kubelets.rejected().size() < Kind.ALL.size(); round++) {
                    all.forEach(node -> cluster.cordon(node, true));
                    replicas.replace();
                    Await.until(
                            "all wait",
                            kubelets::pods,
                            seen -> seen.size() == pods
                                    && seen.stream().allMatch(pod -> TestCluster.unschedulable(pod)
                                            .isPresent()));
                    all.forEach(node -> cluster.cordon(node, false));
                    replicas.awaitRunning();
                    System.out.println("at once with kube-scheduler, round " + round + ": " + all.size() + " nodes, "
                            + pods + " Pods, " + kubelets.rejected() + " rejected by their node");
                    assertAllRun(cluster, replicas, pods);
                    cluster.client()
                            .pods()
                            .inNamespace(NAMESPACE)
                            .withGracePeriod(0)
                            .delete();
                    Await.until("all are gone", kubelets::pods, List::isEmpty);
                }
                assertThat(kubelets.rejected())
                        .as("lost races")
                        .containsOnlyKeys("OutOfcpu", "OutOfmemory", "OutOfpods");
            }
        }
    }

    private KubeScheduler upstream(TestCluster cluster) throws IOException {
        Optional<Path> program = KubeScheduler.find();
        assumeTrue(program.isPresent(), "no kube-scheduler here: control-plane/build.sh --kube-scheduler builds it");
        return KubeScheduler.start(
                program.get(), cluster.controlPlane(), Files.createDirectory(folder.resolve("upstream")));
    }

    /** Without election: it may sleep as long as it takes. */
    private SchedulerProcess ours(TestCluster cluster, ApiProxy proxy) throws IOException {
        return SchedulerProcess.start(
                Files.writeString(
                        folder.resolve("proxied.kubeconfig"),
                        proxy.behind(Files.readString(cluster.schedulerKubeconfig(folder)))),
                "leaderElection: {leaderElect: false}\n",
                folder);
    }

    private static Kubelets kubelets(TestCluster cluster) {
        return new Kubelets(cluster.client(), cluster.client().pods().inNamespace(NAMESPACE));
    }

    private static int rejections(Kubelets kubelets) {
        return kubelets.rejected().values().stream().mapToInt(Integer::intValue).sum();
    }

    /** No node is overfull, and who was rejected was told as by a kubelet. */
    private static void assertAllRun(TestCluster cluster, Replicas replicas, int count) {
        assertThat(replicas.clearFailed()).allSatisfy(pod -> {
            String resource = pod.getStatus().getReason().substring("OutOf".length());
            assertThat(pod.getStatus().getMessage())
                    .startsWith("Pod was rejected: Node didn't have enough resource: " + resource + ", requested: ");
        });
        cluster.assertCapacity();
        assertThat(cluster.pods(NAMESPACE)).hasSize(count);
    }

    /** Kube-Wasm decides first, but its binding arrives when kube-scheduler's has. */
    private static void bothDecideAboutTheLastRoom(
            TestCluster cluster, ApiProxy proxy, Replicas replicas, ReplicaSet upstream, ReplicaSet ours) {
        Pod leaves = replicas.anyOf(ours, "");
        String contested = leaves.getSpec().getNodeName();
        Pod elsewhere = replicas.anyOf(upstream, contested);
        Breakpoint binding = proxy.holdAt(Breakpoint.atBinding(1, Side.REQUEST));
        cluster.deletePod(NAMESPACE, leaves.getMetadata().getName());
        replicas.replace();
        binding.awaitReached();

        // Room for whoever loses.
        cluster.deletePod(NAMESPACE, elsewhere.getMetadata().getName());
        Pod rival = cluster.create(NAMESPACE, TestCluster.on(contested, replicas.replica(upstream)));
        Await.until(
                "kube-scheduler has given the room away",
                () -> cluster.pod(NAMESPACE, rival.getMetadata().getName()),
                pod -> "Running".equals(Replicas.phase(pod)));
        binding.release();
    }
}

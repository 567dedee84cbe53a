package dev.kubewasm.benchmarks.cluster;

import dev.kubewasm.testkit.controlplane.ControlPlane;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A real API server with nodes that nothing runs on, and a client that creates Pods and sees them bound. */
final class BenchmarkCluster implements AutoCloseable {
    static final String NAMESPACE = "default";
    private static final int ZONES = 10;
    private static final int REQUESTS_AT_ONCE = 16;
    /** Deleting thousands of Pods is one request. */
    private static final Duration ANSWERS_WITHIN = Duration.ofMinutes(3);

    private final ControlPlane controlPlane;
    private final KubernetesClient client;
    private final SharedIndexInformer<Pod> bound;
    private final Map<String, Long> created = new ConcurrentHashMap<>();
    private final Map<String, Long> seenBound = new ConcurrentHashMap<>();
    private volatile @Nullable Expected expected;

    /** Counts down as Pods are seen bound. */
    private record Expected(CountDownLatch latch) {}

    private BenchmarkCluster(ControlPlane controlPlane, KubernetesClient client) {
        this.controlPlane = controlPlane;
        this.client = client;
        this.bound = client.pods()
                .inNamespace(NAMESPACE)
                .withoutField("spec.nodeName", "")
                .inform(new Bound());
    }

    static BenchmarkCluster start(int nodes) {
        ControlPlane controlPlane = ControlPlane.start();
        try {
            Config config = Config.fromKubeconfig(Files.readString(controlPlane.kubeconfig()));
            config.setRequestTimeout((int) ANSWERS_WITHIN.toMillis());
            BenchmarkCluster cluster = new BenchmarkCluster(
                    controlPlane,
                    new KubernetesClientBuilder().withConfig(config).build());
            cluster.forAll(
                    IntStream.range(0, nodes).mapToObj(BenchmarkCluster::node).toList(),
                    node -> cluster.client.nodes().resource(node).create());
            return cluster;
        } catch (IOException e) {
            controlPlane.close();
            throw new UncheckedIOException(e);
        }
    }

    private static Node node(int index) {
        String name = "node-" + index;
        Map<String, Quantity> resources =
                Map.of("cpu", new Quantity("32"), "memory", new Quantity("256Gi"), "pods", new Quantity("110"));
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("kubernetes.io/hostname", name)
                .addToLabels("topology.kubernetes.io/zone", "zone-" + index % ZONES)
                .addToLabels("kube-wasm/runtime", "jvm")
                .endMetadata()
                .withNewStatus()
                .withCapacity(resources)
                .withAllocatable(resources)
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build();
    }

    Path kubeconfig() {
        return controlPlane.kubeconfig();
    }

    KubernetesClient client() {
        return client;
    }

    /** Creates them as fast as the API server takes them. */
    void create(List<Pod> pods) {
        expect(pods.size());
        forAll(pods, this::create);
    }

    /** Creates one after the other, so many a second. */
    void create(List<Pod> pods, int perSecond) throws InterruptedException {
        expect(pods.size());
        long begun = System.nanoTime();
        for (int i = 0; i < pods.size(); i++) {
            TimeUnit.NANOSECONDS.sleep(begun + i * TimeUnit.SECONDS.toNanos(1) / perSecond - System.nanoTime());
            create(pods.get(i));
        }
    }

    private void expect(int count) {
        created.clear();
        seenBound.clear();
        expected = new Expected(new CountDownLatch(count));
    }

    private void create(Pod pod) {
        String uid = client.pods().resource(pod).create().getMetadata().getUid();
        created.put(uid, System.nanoTime());
    }

    /**
     * Waits until all Pods created last are seen bound.
     *
     * @return false if they aren't within {@code seconds}
     */
    boolean awaitBound(long seconds) throws InterruptedException {
        Expected now = expected;
        if (now == null) {
            throw new IllegalStateException("no Pods were created");
        }
        return now.latch().await(seconds, TimeUnit.SECONDS);
    }

    /** How many of the Pods created last were seen bound. */
    int bound() {
        return seenBound.size();
    }

    /**
     * How long it took from when Pods were created, or {@code notBefore} if that is later, until they were seen bound; in
     * milliseconds, the shortest first.
     *
     * @param notBefore by {@link System#nanoTime()}
     */
    double[] waits(long notBefore) {
        return created.entrySet().stream()
                .mapToDouble(pod ->
                        (Objects.requireNonNull(seenBound.get(pod.getKey())) - Math.max(pod.getValue(), notBefore))
                                / 1e6)
                .sorted()
                .toArray();
    }

    /** Deletes all Pods and waits until they are gone. */
    void clear() throws InterruptedException {
        client.pods().inNamespace(NAMESPACE).withGracePeriod(0).delete();
        while (!client.pods().inNamespace(NAMESPACE).list().getItems().isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        while (!bound.getStore().list().isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Runs {@code action} on each, some at the same time. */
    <T> void forAll(List<T> items, Consumer<T> action) {
        Semaphore free = new Semaphore(REQUESTS_AT_ONCE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<? extends Future<?>> started = items.stream()
                    .map(item -> threads.submit(() -> {
                        free.acquireUninterruptibly();
                        try {
                            action.accept(item);
                        } finally {
                            free.release();
                        }
                    }))
                    .toList();
            started.forEach(BenchmarkCluster::join);
        }
    }

    private static void join(Future<?> task) {
        try {
            task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        bound.stop();
        client.close();
        controlPlane.close();
    }

    /** The API server tells of a Pod when it comes to have a node. */
    private final class Bound implements ResourceEventHandler<Pod> {
        @Override
        public void onAdd(Pod pod) {
            Expected now = expected;
            if (now != null && seenBound.putIfAbsent(pod.getMetadata().getUid(), System.nanoTime()) == null) {
                now.latch().countDown();
            }
        }

        @Override
        public void onUpdate(Pod before, Pod pod) {
            // Its status: it was counted when it got its node.
        }

        @Override
        public void onDelete(Pod pod, boolean finalStateUnknown) {
            // It was counted when it got its node.
        }
    }
}

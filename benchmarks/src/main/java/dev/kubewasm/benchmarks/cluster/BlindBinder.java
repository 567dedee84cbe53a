package dev.kubewasm.benchmarks.cluster;

import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Binds each Pod to the next node, whatever either is like: what the API server can do at most. */
final class BlindBinder implements Contender {
    private static final String NAME = "blind";
    private static final int BINDINGS_AT_ONCE = 16;

    private final KubernetesClient client;
    private final int nodes;
    private final BlockingQueue<Pod> pending = new LinkedBlockingQueue<>();
    private final AtomicInteger next = new AtomicInteger();
    private final SharedIndexInformer<Pod> pods;
    private final List<Thread> threads = new ArrayList<>();
    private final Semaphore allowed = new Semaphore(1);

    BlindBinder(KubernetesClient client, int nodes) {
        this.client = client;
        this.nodes = nodes;
        this.pods = client.pods()
                .inNamespace(BenchmarkCluster.NAMESPACE)
                .withField("spec.schedulerName", NAME)
                .withField("spec.nodeName", "")
                .inform(new ResourceEventHandler<>() {
                    @Override
                    public void onAdd(Pod pod) {
                        pending.add(pod);
                    }

                    @Override
                    public void onUpdate(Pod before, Pod pod) {
                        // Taken when it was added.
                    }

                    @Override
                    public void onDelete(Pod pod, boolean finalStateUnknown) {
                        // Bound: it doesn't match any more.
                    }
                });
        for (int i = 0; i < BINDINGS_AT_ONCE; i++) {
            threads.add(Thread.ofVirtual().start(this::run));
        }
    }

    private void run() {
        try {
            while (true) {
                Pod pod = pending.take();
                allowed.acquire();
                allowed.release();
                bind(pod);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void bind(Pod pod) {
        var binding = new BindingBuilder()
                .withNewMetadata()
                .withNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .withUid(pod.getMetadata().getUid())
                .endMetadata()
                .withNewTarget()
                .withApiVersion("v1")
                .withKind("Node")
                .withName("node-" + Math.floorMod(next.getAndIncrement(), nodes))
                .endTarget()
                .build();
        client.raw(
                "/api/v1/namespaces/%s/pods/%s/binding"
                        .formatted(
                                pod.getMetadata().getNamespace(),
                                pod.getMetadata().getName()),
                "POST",
                binding);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String schedulerName() {
        return NAME;
    }

    /** What Pods ask for doesn't matter to it, but what they carry: the API server writes it again with each Binding. */
    @Override
    public boolean readsWit() {
        return true;
    }

    @Override
    public void pause() {
        allowed.acquireUninterruptibly();
    }

    @Override
    public void resume() {
        allowed.release();
    }

    /** It shares its process with the benchmark. */
    @Override
    public Duration cpu() {
        return Duration.ZERO;
    }

    @Override
    public long residentMebibytes() {
        return 0;
    }

    @Override
    public void close() {
        pods.stop();
        threads.forEach(Thread::interrupt);
    }
}

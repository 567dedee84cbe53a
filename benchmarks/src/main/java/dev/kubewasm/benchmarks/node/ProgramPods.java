package dev.kubewasm.benchmarks.node;

import dev.kubewasm.testkit.cluster.ApiCluster;
import dev.kubewasm.testkit.cluster.KubeletClient;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The calculator's Pods on a node's program: created bound, watched until they are Ready, called by the kubelet's API. */
final class ProgramPods implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 120;
    private static final String ARGUMENTS = "[\"widget\"]";

    private final ApiCluster cluster;
    private final KubeletClient kubelet;
    private final Pod catalog;
    private final Pod discounts;
    private final Watch watch;
    private final Map<String, CompletableFuture<Long>> ready = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Void>> gone = new ConcurrentHashMap<>();
    private final Deque<String> running = new ArrayDeque<>();

    /** On a cluster without Pods, and the only node of which serves the kubelet's API at {@code port}; starts the two providers. */
    ProgramPods(ApiCluster cluster, int port) {
        this.cluster = cluster;
        this.kubelet = new KubeletClient(port, cluster.controlPlane().adminToken());
        cluster.addNamespace(PricingPods.NAMESPACE);
        this.watch = cluster.client().pods().inNamespace(PricingPods.NAMESPACE).watch(new Told());
        this.catalog = createdReady(PricingPods.provider("catalog"));
        this.discounts = createdReady(PricingPods.provider("discounts"));
    }

    /**
     * How far the start of a Pod was when, {@link System#nanoTime()}.
     *
     * @param asked the API server was asked to create it
     * @param bound it was there, bound to the node
     * @param ready it was seen to be Ready, by a watch
     * @param answered its first call was answered
     */
    record Started(long asked, long bound, long ready, long answered) {}

    private final class Told implements Watcher<Pod> {
        @Override
        public void eventReceived(Action action, Pod pod) {
            String name = pod.getMetadata().getName();
            if (action == Action.DELETED) {
                isGone(name).complete(null);
            } else if (ApiCluster.ready(pod)) {
                isReady(name).complete(System.nanoTime());
            }
        }

        @Override
        public void onClose(WatcherException cause) {
            ready.values().forEach(waiting -> waiting.completeExceptionally(cause));
            gone.values().forEach(waiting -> waiting.completeExceptionally(cause));
        }
    }

    private CompletableFuture<Long> isReady(String pod) {
        return ready.computeIfAbsent(pod, _ -> new CompletableFuture<>());
    }

    private CompletableFuture<Void> isGone(String pod) {
        return gone.computeIfAbsent(pod, _ -> new CompletableFuture<>());
    }

    private Pod create(Pod pod) {
        return cluster.client()
                .pods()
                .inNamespace(PricingPods.NAMESPACE)
                .resource(pod)
                .create();
    }

    private Pod createdReady(Pod pod) {
        Pod created = create(pod);
        long _ = awaitReady(pod.getMetadata().getName());
        return created;
    }

    private long awaitReady(String pod) {
        return isReady(pod).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Starts one, and waits for its first answer. */
    Started start(String name) {
        Pod pod = PricingPods.calculator(name, catalog, discounts);
        long asked = System.nanoTime();
        Pod _ = create(pod);
        long bound = System.nanoTime();
        long seen = awaitReady(name);
        check(kubelet.call(PricingPods.NAMESPACE, name, NodeReport.CALCULATE, ARGUMENTS));
        long answered = System.nanoTime();
        running.add(name);
        // The watch may have told it before the request for its creation was answered.
        return new Started(asked, Math.min(bound, seen), seen, answered);
    }

    /**
     * Starts one, and calls it until it answers, which it may before the API server knows that it runs.
     *
     * @return from when it was there, bound to the node, until it answered, in nanoseconds
     */
    long startCalling(String name) {
        Pod _ = create(PricingPods.calculator(name, catalog, discounts));
        long bound = System.nanoTime();
        Optional<String> answer = Optional.empty();
        while (answer.isEmpty()) {
            if (System.nanoTime() - bound > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                throw new IllegalStateException(name + " doesn't answer");
            }
            answer = kubelet.tryCall(PricingPods.NAMESPACE, name, NodeReport.CALCULATE, ARGUMENTS);
        }
        long answered = System.nanoTime();
        check(answer.get());
        long _ = awaitReady(name);
        running.add(name);
        return answered - bound;
    }

    private static void check(String answer) {
        if (!answer.contains("4.25")) {
            throw new IllegalStateException("a wrong answer: " + answer);
        }
    }

    /** Deletes the oldest until so many are left, and waits until they are gone. */
    void leave(int count) {
        while (running.size() > count) {
            String oldest = running.remove();
            ready.remove(oldest);
            cluster.client()
                    .pods()
                    .inNamespace(PricingPods.NAMESPACE)
                    .withName(oldest)
                    .delete();
            isGone(oldest).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
            gone.remove(oldest);
        }
    }

    @Override
    public void close() {
        watch.close();
        kubelet.close();
    }
}

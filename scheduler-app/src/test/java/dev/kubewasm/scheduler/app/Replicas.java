package dev.kubewasm.scheduler.app;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** ReplicaSets of a namespace, and what their controller does. */
final class Replicas {
    private final TestCluster cluster;
    private final String namespace;
    private final List<ReplicaSet> owners = new ArrayList<>();

    Replicas(TestCluster cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    /** Creates one of so many Pods like {@code template}, which aren't made yet. */
    ReplicaSet add(String name, int replicas, Pod template) {
        ReplicaSet owner = cluster.client()
                .apps()
                .replicaSets()
                .inNamespace(namespace)
                .resource(new ReplicaSetBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(replicas)
                        .withNewSelector()
                        .addToMatchLabels("of", name)
                        .endSelector()
                        .withNewTemplate()
                        .withNewMetadata()
                        .addToLabels("of", name)
                        .endMetadata()
                        .withSpec(template.getSpec())
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();
        owners.add(owner);
        return owner;
    }

    /** Makes the Pods that are missing, of all ReplicaSets at the same time; Pods that have failed don't count. */
    void replace() {
        Map<String, Long> there = count(pod -> !"Failed".equals(phase(pod)));
        List<Pod> missing = owners.stream()
                .flatMap(owner -> LongStream.range(
                                there.getOrDefault(uid(owner), 0L),
                                owner.getSpec().getReplicas())
                        .mapToObj(_ -> replica(owner)))
                .collect(Collectors.toCollection(ArrayList::new));
        // Of all in turn.
        Collections.shuffle(missing, new Random(7));
        missing.parallelStream().forEach(pod -> cluster.create(namespace, pod));
    }

    /** A Pod as its controller makes it, which isn't made yet. */
    Pod replica(ReplicaSet owner) {
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
                .withSpec(owner.getSpec().getTemplate().getSpec())
                .build();
    }

    /** Replaces Pods that have failed until all there should be run. */
    void awaitRunning() {
        Await.until(
                "every replica runs",
                () -> {
                    replace();
                    return running();
                },
                running -> owners.stream().allMatch(owner -> runs(owner, running)));
    }

    /** Waits until all of one run. */
    void awaitRunning(ReplicaSet owner) {
        Await.until("all run of " + owner.getMetadata().getName(), this::running, running -> runs(owner, running));
    }

    private static boolean runs(ReplicaSet owner, Map<String, Long> running) {
        return running.getOrDefault(uid(owner), 0L)
                == owner.getSpec().getReplicas().longValue();
    }

    private Map<String, Long> running() {
        return count(pod -> "Running".equals(phase(pod)));
    }

    private Map<String, Long> count(Predicate<Pod> which) {
        return cluster.pods(namespace).stream()
                .filter(which)
                .collect(Collectors.groupingBy(
                        pod -> pod.getMetadata().getOwnerReferences().getFirst().getUid(), Collectors.counting()));
    }

    /** A Pod of one that runs, but not on this node. */
    Pod anyOf(ReplicaSet owner, String notOn) {
        return cluster.pods(namespace).stream()
                .filter(pod -> uid(owner)
                        .equals(pod.getMetadata()
                                .getOwnerReferences()
                                .getFirst()
                                .getUid()))
                .filter(pod -> "Running".equals(phase(pod)))
                .filter(pod -> !notOn.equals(pod.getSpec().getNodeName()))
                .findFirst()
                .orElseThrow();
    }

    /** What the garbage collector of Pods does in time; returns those that had failed. */
    Collection<Pod> clearFailed() {
        List<Pod> failed = cluster.pods(namespace).stream()
                .filter(pod -> "Failed".equals(phase(pod)))
                .toList();
        failed.forEach(pod -> cluster.deletePod(namespace, pod.getMetadata().getName()));
        return failed;
    }

    private static String uid(ReplicaSet owner) {
        return owner.getMetadata().getUid();
    }

    static String phase(Pod pod) {
        return pod.getStatus().getPhase();
    }
}

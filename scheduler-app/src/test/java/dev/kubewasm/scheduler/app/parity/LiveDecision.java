package dev.kubewasm.scheduler.app.parity;

import dev.kubewasm.scheduler.app.Await;
import dev.kubewasm.scheduler.app.parity.CaseGenerator.Case;
import dev.kubewasm.scheduler.framework.volume.VolumeClaim;
import dev.kubewasm.scheduler.kubernetes.VolumeObjects;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Waits for what the running kube-scheduler decides of a case. */
final class LiveDecision {
    /** So long after the gate opened the scheduler waits for a claim whose node had been chosen before. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final CaseCluster cluster;
    private final Case case_;
    private final VolumeController controller;

    LiveDecision(CaseCluster cluster, Case case_, VolumeController controller) {
        this.cluster = cluster;
        this.case_ = case_;
        this.controller = controller;
    }

    /** @param victims how many Pods should leave a node of this name: so many are waited for */
    Decision await(ToIntFunction<String> victims) {
        Await.until(
                "the scheduler has tried the probe of case " + case_.name(),
                () -> cluster.pod(case_.name(), Case.PROBE),
                pod -> unschedulable(pod).isPresent());
        cluster.openGate(case_.name());
        long patientUntil = System.nanoTime() + PATIENCE.toNanos();
        Pod decided = Await.until(
                "the Pod of case " + case_.name() + " is bound or can't be",
                () -> {
                    controller.work(System.nanoTime() > patientUntil);
                    return cluster.pod(case_.name(), Case.WAITING);
                },
                pod -> pod.getSpec().getNodeName() != null || unschedulable(pod).isPresent());
        if (decided.getSpec().getNodeName() != null) {
            return bound(decided.getSpec().getNodeName());
        }
        PodCondition condition = unschedulable(decided).orElseThrow();
        @Nullable String nominated = condition.getMessage().contains(" Pods leave node ")
                // Kube-Wasm's program says so at once, and nominates the Pod when its victims have been told.
                ? Await.until(
                                "the Pod of case " + case_.name() + " is nominated",
                                () -> cluster.pod(case_.name(), Case.WAITING),
                                pod -> pod.getStatus().getNominatedNodeName() != null)
                        .getStatus()
                        .getNominatedNodeName()
                : decided.getStatus().getNominatedNodeName();
        SortedSet<String> leaving = nominated == null
                ? new TreeSet<>()
                : Await.until(
                        "as many Pods leave " + nominated + " as should",
                        this::leaving,
                        pods -> pods.size() >= victims.applyAsInt(nominated));
        return new Decision(
                null,
                new TreeMap<>(),
                new TreeMap<>(),
                condition.getReason(),
                condition.getMessage(),
                nominated,
                leaving);
    }

    private static Optional<PodCondition> unschedulable(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("PodScheduled")
                        && condition.getStatus().equals("False")
                        && condition.getReason().equals("Unschedulable"))
                .findFirst();
    }

    private Decision bound(String node) {
        SortedMap<String, BigDecimal> volumes = new TreeMap<>();
        SortedMap<String, String> provisioned = new TreeMap<>();
        for (PersistentVolumeClaim object : cluster.claims(case_.name())) {
            VolumeClaim claim = VolumeObjects.claim(object, new ArrayList<>());
            String name = claim.key().name();
            cluster.volume(claim.state().volume())
                    .ifPresent(volume -> volumes.put(
                            name,
                            VolumeObjects.volume(volume, new ArrayList<>()).capacity()));
            claim.state().selectedNode().ifPresent(selected -> provisioned.put(name, selected));
        }
        return new Decision(node, volumes, provisioned, null, null, null, new TreeSet<>());
    }

    /** Who is being deleted, and wasn't before. */
    private SortedSet<String> leaving() {
        return cluster.pods(case_.name()).stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() != null)
                .map(pod -> pod.getMetadata().getName())
                .filter(pod -> !case_.leaving().contains(pod))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

package dev.kubewasm.scheduler.app.parity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.scheduler.app.Await;
import dev.kubewasm.scheduler.app.parity.CaseGenerator.Case;
import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.Status;
import dev.kubewasm.scheduler.framework.plugins.VolumeBinding;
import dev.kubewasm.scheduler.framework.profile.Explanation;
import dev.kubewasm.scheduler.framework.profile.Preemption;
import dev.kubewasm.scheduler.framework.profile.ProfileSettings;
import dev.kubewasm.scheduler.framework.profile.Victims;
import dev.kubewasm.scheduler.framework.volume.VolumeClaim;
import dev.kubewasm.scheduler.framework.volume.VolumePlan;
import dev.kubewasm.scheduler.kubernetes.SchedulingCase;
import dev.kubewasm.scheduler.kubernetes.VolumeObjects;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Waits for what kube-scheduler decides of one case, and compares it. */
final class LiveCheck {
    private final CaseCluster cluster;
    private final Case case_;
    private final SchedulingCase.Reading reading;
    private final Explanation expected;
    private final VolumeController controller;
    private final List<String> differences = new ArrayList<>();

    LiveCheck(CaseCluster cluster, Case case_, ObjectNode picture, VolumeController controller) {
        this.cluster = cluster;
        this.case_ = case_;
        this.controller = controller;
        reading = CaseCluster.read(picture).read();
        expected = reading.explain(ProfileSettings.DEFAULT);
    }

    List<String> differences() {
        return differences;
    }

    /** The plugins that reject a node, once for each node; {@code -} for one that takes the Pod. */
    List<String> verdicts() {
        return expected.nodes().values().stream()
                .map(status -> status instanceof Status.Rejected rejected ? rejected.plugin() : "-")
                .toList();
    }

    private void differs(String what, Object live, Object ours) {
        differences.add(case_.name() + ": " + what + ": kube-scheduler " + live + ", the profile " + ours);
    }

    /** What has become of the Pod, in a word. */
    String run() {
        Pod decided = Await.until(
                "the Pod of case " + case_.name() + " is bound or can't be",
                () -> {
                    controller.work();
                    return cluster.waiting(case_.name());
                },
                pod -> bound(pod) || unschedulable(pod).isPresent());
        if (bound(decided)) {
            checkBound(decided.getSpec().getNodeName());
            return "bound";
        }
        PodCondition condition = unschedulable(decided).orElseThrow();
        if (!condition.getReason().equals("Unschedulable") || expected.message().isEmpty()) {
            differs("outcome", condition.getReason() + ": " + condition.getMessage(), expected.nodes());
            return "different";
        }
        if (!condition.getMessage().equals(expected.message().get())) {
            differs("message", condition.getMessage(), expected.message().get());
        }
        return checkPreemption(Optional.ofNullable(decided.getStatus().getNominatedNodeName()));
    }

    private static boolean bound(Pod pod) {
        return pod.getSpec().getNodeName() != null;
    }

    private static Optional<PodCondition> unschedulable(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("PodScheduled")
                        && condition.getStatus().equals("False"))
                .findFirst();
    }

    private void checkBound(String node) {
        Set<String> best = expected.scores().stream()
                .flatMap(scores -> scores.best().stream())
                .map(NodeInfo::name)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!best.contains(node)) {
            differs("node", node, best + " of " + expected.nodes());
            return;
        }
        VolumePlan plan = VolumeBinding.plan(
                        reading.pod(), reading.cluster().node(node).orElseThrow().spec(), reading.cluster())
                .orElseThrow();
        for (VolumePlan.Binding binding : plan.bindings()) {
            var live = VolumeObjects.volume(
                    cluster.volume(claimed(binding.claim()).state().volume()), new ArrayList<>());
            if (live.capacity().compareTo(binding.volume().capacity()) != 0) {
                differs("volume of " + binding.claim().key(), live, binding.volume());
            }
        }
        for (VolumeClaim claim : plan.provisions()) {
            Optional<String> selected = claimed(claim).state().selectedNode();
            if (!selected.equals(Optional.of(node))) {
                differs("node of " + claim.key(), selected, node);
            }
        }
    }

    private VolumeClaim claimed(VolumeClaim claim) {
        return VolumeObjects.claim(cluster.claim(case_.name(), claim.key().name()), new ArrayList<>());
    }

    private String checkPreemption(Optional<String> nominated) {
        List<Victims> best =
                expected.preemption().orElseThrow() instanceof Preemption.Result.Eligible eligible
                        ? eligible.best()
                        : List.of();
        Optional<Victims> ours = best.stream()
                .filter(victims -> nominated.equals(Optional.of(victims.node())))
                .findFirst();
        if (ours.isEmpty()) {
            if (!best.isEmpty() || nominated.isPresent()) {
                differs("nominated node", nominated, best.stream().map(Victims::node).toList());
            }
            return "unschedulable";
        }
        Set<String> wanted = ours.get().pods().stream()
                .map(PodInfo::key)
                .map(PodKey::name)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> live = Await.until(
                "as many Pods leave as should", this::leaving, leaving -> leaving.size() >= wanted.size());
        if (!live.equals(wanted)) {
            differs("victims on " + nominated, live, wanted);
        }
        return "preempts";
    }

    /** Who is being deleted, and wasn't before. */
    private Set<String> leaving() {
        return cluster.pods(case_.name()).stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() != null)
                .map(pod -> pod.getMetadata().getName())
                .filter(pod -> !case_.leaving().contains(pod))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

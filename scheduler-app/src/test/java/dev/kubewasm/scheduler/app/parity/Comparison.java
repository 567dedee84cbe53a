package dev.kubewasm.scheduler.app.parity;

import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.Status;
import dev.kubewasm.scheduler.framework.plugins.VolumeBinding;
import dev.kubewasm.scheduler.framework.profile.Explanation;
import dev.kubewasm.scheduler.framework.profile.Preemption;
import dev.kubewasm.scheduler.framework.profile.ProfileSettings;
import dev.kubewasm.scheduler.framework.profile.Victims;
import dev.kubewasm.scheduler.framework.volume.VolumeClaim;
import dev.kubewasm.scheduler.framework.volume.VolumePlan;
import dev.kubewasm.scheduler.kubernetes.SchedulingCase;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the profile says of a case, beside what a running scheduler decided. */
final class Comparison {
    private final String name;
    private final Who who;
    private final SchedulingCase.Reading reading;
    private final Explanation explanation;
    private final List<String> differences = new ArrayList<>();

    /** Whose decisions are compared with the profile's. */
    enum Who {
        KUBE_SCHEDULER("kube-scheduler"),
        KUBE_WASM("Kube-Wasm's program");

        private final String text;

        Who(String text) {
            this.text = text;
        }
    }

    Comparison(SchedulingCase case_) {
        this(case_, Who.KUBE_SCHEDULER);
    }

    Comparison(SchedulingCase case_, Who who) {
        name = case_.id();
        this.who = who;
        reading = case_.read();
        explanation = reading.explain(ProfileSettings.DEFAULT);
    }

    /** The plugins that reject a node, once for each node; {@code -} for one that takes the Pod. */
    List<String> verdicts() {
        return explanation.nodes().values().stream()
                .map(status -> status instanceof Status.Rejected rejected ? rejected.plugin() : "-")
                .toList();
    }

    /** Whether a node takes the Pod. */
    boolean fits() {
        return explanation.message().isEmpty();
    }

    /** The nodes where the same Pods might leave, the best of them, and who. */
    private List<Victims> bestVictims() {
        return explanation.preemption().orElse(null) instanceof Preemption.Result.Eligible eligible
                ? eligible.best()
                : List.of();
    }

    /** How many Pods that stayed are made to leave if the Pod is nominated to {@code node}. */
    int victimsOn(String node) {
        return chosenOn(node).map(victims -> madeToLeave(victims).size()).orElse(0);
    }

    private Optional<Victims> chosenOn(@Nullable String node) {
        return bestVictims().stream()
                .filter(victims -> victims.node().equals(node))
                .findFirst();
    }

    /** A victim may be leaving anyhow: of it nothing new is seen. */
    private static Set<String> madeToLeave(Victims victims) {
        return victims.pods().stream()
                .filter(pod -> !pod.life().terminating())
                .map(pod -> pod.key().name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** How {@code live} differs from what the profile says; empty if it doesn't. */
    List<String> differences(Decision live) {
        differences.clear();
        if (live.node() != null) {
            compareBinding(live, live.node());
        } else {
            compare("reason", live.reason(), "Unschedulable");
            compare("message", live.message(), explanation.message().orElse("fits") + madeRoom(live));
            comparePreemption(live);
        }
        return List.copyOf(differences);
    }

    private void compare(String what, @Nullable Object live, @Nullable Object ours) {
        if (!Objects.equals(live, ours)) {
            differences.add(name + ": " + what + ": " + who.text + " " + live + ", the profile " + ours);
        }
    }

    /** Kube-Wasm's program says on the Pod, too, who leaves for it. */
    private String madeRoom(Decision live) {
        return who == Who.KUBE_SCHEDULER || live.nominated() == null
                ? ""
                : " preemption: %d Pods leave node %s for it"
                        .formatted(
                                chosenOn(live.nominated())
                                        .map(victims -> victims.pods().size())
                                        .orElse(0),
                                live.nominated());
    }

    private void compareBinding(Decision live, String node) {
        Set<String> best = explanation.scores().stream()
                .flatMap(scores -> scores.best().stream())
                .map(NodeInfo::name)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!best.contains(node)) {
            compare("node", node, "one of " + best + ", of " + explanation.nodes());
            return;
        }
        Optional<VolumePlan> plan = VolumeBinding.plan(
                reading.pod(), reading.cluster().node(node).orElseThrow().spec(), reading.cluster());
        for (VolumePlan.Binding binding : plan.orElseThrow().bindings()) {
            String claim = binding.claim().key().name();
            @Nullable BigDecimal capacity = live.volumes().get(claim);
            if (capacity == null || capacity.compareTo(binding.volume().capacity()) != 0) {
                compare("volume of " + claim, capacity, binding.volume());
            }
        }
        for (VolumeClaim claim : plan.orElseThrow().provisions()) {
            compare(
                    "volume made for " + claim.key(),
                    live.provisioned().get(claim.key().name()),
                    node);
        }
    }

    private void comparePreemption(Decision live) {
        List<Victims> best = bestVictims();
        Optional<Victims> ours = chosenOn(live.nominated());
        if (ours.isEmpty()) {
            if (live.nominated() != null || !best.isEmpty()) {
                compare(
                        "nominated node",
                        live.nominated(),
                        best.stream().map(Victims::node).toList());
            }
            return;
        }
        compare("victims on " + live.nominated(), live.victims(), madeToLeave(ours.get()));
    }
}

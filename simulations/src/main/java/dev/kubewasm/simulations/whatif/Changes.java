package dev.kubewasm.simulations.whatif;

import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.placement.facts.LinkPolicies;
import dev.kubewasm.placement.facts.LinkSettings;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.scheduler.framework.Amounts;
import dev.kubewasm.scheduler.framework.NodeSpec;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.PodRequest;
import dev.kubewasm.simulations.price.PriceList;
import dev.kubewasm.simulations.situation.KubeSchedulerView;
import dev.kubewasm.simulations.situation.Resident;
import dev.kubewasm.simulations.situation.Situation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Makes changes to situations, in the facts and in kube-scheduler's view alike. */
public final class Changes {
    private Changes() {}

    /** {@code situation}, if {@code change} were so. */
    public static Situation apply(Change change, Situation situation) {
        return switch (change) {
            case Change.WithoutNodes(var names) -> without(situation, node -> names.contains(node.name()));
            case Change.WithoutZone(String zone) ->
                without(situation, node -> node.zone().equals(Optional.of(zone)));
            case Change.MoreNodes(NodeName like, int count) -> more(situation, like, count);
            case Change.NodeShape shape -> shaped(situation, shape);
            case Change.Prices(PriceList prices) -> prices.appliedToAll(situation);
            case Change.Links(Optional<WorkloadRef> workload, LinkPolicies policies) ->
                pods(
                        situation,
                        pod -> workload.isEmpty() || workload.get().equals(pod.workload()),
                        pod -> withLinks(
                                pod,
                                new LinkSettings(
                                        pod.links().policies().overriddenBy(policies),
                                        pod.links().pins(),
                                        pod.links().consumers(),
                                        pod.links().traffic())),
                        info -> info);
            case Change.Containers(Set<WorkloadRef> workloads) -> Containers.apply(workloads, situation);
            case Change.Component(WorkloadRef workload, ComponentFacts component) ->
                Components.apply(workload, component, situation);
            case Change.Requests requests ->
                pods(
                        situation,
                        pod -> requests.workload().isEmpty()
                                || requests.workload().get().equals(pod.workload()),
                        pod -> withRequests(pod, replaced(pod.requests(), requests.cpuMilli(), requests.memoryBytes())),
                        info -> withRequest(info, requests));
        };
    }

    private static Situation without(Situation situation, Predicate<NodeFacts> gone) {
        Snapshot snapshot = situation.snapshot();
        Set<PodKey> pending = new LinkedHashSet<>(situation.pending());
        Map<PodKey, PodInfo> infos = new HashMap<>(situation.view().pods());
        List<NodeFacts> leaving =
                snapshot.nodes().values().stream().filter(gone).toList();
        for (NodeFacts node : leaving) {
            for (PodFacts pod : List.copyOf(snapshot.podsOn(node.name()))) {
                if (pod.workload().isBarePod() || pod.workload().tiesPodsToNodes()) {
                    snapshot = snapshot.without(pod.key());
                    infos.remove(pod.key());
                } else {
                    snapshot = snapshot.with(pod.withState(PodState.PENDING));
                    infos.computeIfPresent(pod.key(), (key, info) -> info.withoutNode());
                    pending.add(pod.key());
                }
            }
            snapshot = snapshot.without(node.name());
        }
        Snapshot left = snapshot;
        List<NodeSpec> specs = situation.view().nodes().stream()
                .filter(spec -> left.node(new NodeName(spec.name())).isPresent())
                .toList();
        return new Situation(snapshot, pending, view(situation, specs, infos), situation.refused());
    }

    private static Situation more(Situation situation, NodeName like, int count) {
        Snapshot snapshot = situation.snapshot();
        NodeFacts facts = snapshot.node(like).orElseThrow();
        List<NodeSpec> specs = new ArrayList<>(situation.view().nodes());
        NodeSpec spec = specs.stream()
                .filter(s -> s.name().equals(like.value()))
                .findFirst()
                .orElseThrow();
        Map<PodKey, PodInfo> infos = new HashMap<>(situation.view().pods());
        List<Resident> residents = Resident.on(like, snapshot, infos);
        for (int i = 1; i <= count; i++) {
            String name = like.value() + "-more-" + i;
            snapshot = snapshot.with(named(facts, name));
            for (Resident resident : residents) {
                Resident another = resident.like(new NodeName(name));
                snapshot = snapshot.with(another.facts());
                infos.put(another.facts().key(), another.info());
            }
            specs.add(new NodeSpec(
                    name,
                    relabelled(spec.labels(), name),
                    spec.taints(),
                    spec.unschedulable(),
                    spec.allocatable(),
                    spec.allowedPods(),
                    spec.images()));
        }
        return new Situation(snapshot, situation.pending(), view(situation, specs, infos), situation.refused());
    }

    private static NodeFacts named(NodeFacts f, String name) {
        return new NodeFacts(
                new NodeName(name),
                relabelled(f.labels(), name),
                f.taints(),
                f.unschedulable(),
                f.allocatable(),
                f.host(),
                f.cost(),
                f.images());
    }

    private static SortedMap<String, String> relabelled(Map<String, String> labels, String name) {
        SortedMap<String, String> own = new TreeMap<>(labels);
        own.computeIfPresent("kubernetes.io/hostname", (key, old) -> name);
        return own;
    }

    private static Situation shaped(Situation situation, Change.NodeShape shape) {
        Snapshot snapshot = situation.snapshot();
        for (NodeFacts f : List.copyOf(snapshot.nodes().values())) {
            snapshot = snapshot.with(new NodeFacts(
                    f.name(),
                    f.labels(),
                    f.taints(),
                    f.unschedulable(),
                    shaped(f.allocatable(), shape),
                    f.host(),
                    f.cost(),
                    f.images()));
        }
        List<NodeSpec> specs = situation.view().nodes().stream()
                .map(s -> new NodeSpec(
                        s.name(),
                        s.labels(),
                        s.taints(),
                        s.unschedulable(),
                        replaced(s.allocatable(), shape.cpuMilli(), shape.memoryBytes()),
                        shape.pods().orElse(s.allowedPods()),
                        s.images()))
                .toList();
        return new Situation(
                snapshot,
                situation.pending(),
                view(situation, specs, situation.view().pods()),
                situation.refused());
    }

    private static Resources shaped(Resources amounts, Change.NodeShape shape) {
        Resources room = replaced(amounts, shape.cpuMilli(), shape.memoryBytes());
        return shape.pods().map(pods -> room.with(ResourceName.PODS, pods)).orElse(room);
    }

    private static Resources replaced(Resources amounts, Optional<Long> cpu, Optional<Long> memory) {
        return amounts.with(ResourceName.CPU, cpu.orElse(amounts.get(ResourceName.CPU)))
                .with(ResourceName.MEMORY, memory.orElse(amounts.get(ResourceName.MEMORY)));
    }

    private static Amounts replaced(Amounts a, Optional<Long> cpu, Optional<Long> memory) {
        return new Amounts(cpu.orElse(a.milliCpu()), memory.orElse(a.memory()), a.ephemeralStorage(), a.scalars());
    }

    static Situation pods(
            Situation situation,
            Predicate<PodFacts> which,
            UnaryOperator<PodFacts> facts,
            UnaryOperator<PodInfo> info) {
        Snapshot snapshot = situation.snapshot();
        Map<PodKey, PodInfo> infos = new HashMap<>(situation.view().pods());
        for (PodFacts pod : List.copyOf(snapshot.pods().values())) {
            if (which.test(pod)) {
                snapshot = snapshot.with(facts.apply(pod));
                infos.computeIfPresent(pod.key(), (key, old) -> info.apply(old));
            }
        }
        return new Situation(
                snapshot, situation.pending(), view(situation, situation.view().nodes(), infos), situation.refused());
    }

    private static KubeSchedulerView view(Situation situation, List<NodeSpec> nodes, Map<PodKey, PodInfo> pods) {
        return situation.view().with(nodes, pods);
    }

    /** What a component requests, it counts with in scores too. */
    private static PodInfo withRequest(PodInfo info, Change.Requests asked) {
        PodRequest request = info.request();
        return info.requesting(new PodRequest(
                replaced(request.effective(), asked.cpuMilli(), asked.memoryBytes()),
                asked.cpuMilli().orElse(request.placedCpu()),
                asked.memoryBytes().orElse(request.placedMemory()),
                replaced(request.waiting(), asked.cpuMilli(), asked.memoryBytes())));
    }

    static PodFacts withLinks(PodFacts pod, LinkSettings links) {
        return new PodFacts(
                pod.key(),
                pod.uid(),
                pod.workload(),
                pod.labels(),
                pod.requests(),
                pod.nodes(),
                pod.tolerations(),
                pod.state(),
                pod.containers(),
                links,
                pod.priority(),
                pod.order());
    }

    private static PodFacts withRequests(PodFacts pod, Resources requests) {
        return new PodFacts(
                pod.key(),
                pod.uid(),
                pod.workload(),
                pod.labels(),
                requests,
                pod.nodes(),
                pod.tolerations(),
                pod.state(),
                pod.containers(),
                pod.links(),
                pod.priority(),
                pod.order());
    }
}

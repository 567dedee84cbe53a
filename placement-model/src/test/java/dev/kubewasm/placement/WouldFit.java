package dev.kubewasm.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.placement.facts.Consumers;
import dev.kubewasm.placement.facts.HostCapabilities;
import dev.kubewasm.placement.facts.HostInterface;
import dev.kubewasm.placement.facts.InterfacePattern;
import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.LinkPolicies;
import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.LinkSettings;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.placement.facts.Pins;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.Taint;
import dev.kubewasm.placement.facts.Toleration;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.placement.facts.WorkloadPin;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.result.Remedy;
import dev.kubewasm.placement.result.Remedy.Change;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.placement.wiring.PodWiring;
import dev.kubewasm.placement.wiring.Wirer;
import dev.kubewasm.placement.wiring.WiringGraph;
import dev.kubewasm.wit.model.Attributes;
import dev.kubewasm.wit.model.InterfaceName;
import dev.kubewasm.wit.model.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Applies what is said to help to the cluster as a placement leaves it, and places the Pod again. */
public final class WouldFit {
    private final TreeMap<NodeName, NodeFacts> nodes = new TreeMap<>();
    private final TreeMap<PodKey, PodFacts> pods = new TreeMap<>();
    private final PodKey pod;
    private final List<PodKey> added = new ArrayList<>();
    private int fresh;

    private WouldFit(Snapshot snapshot, PlacementResult result, PodKey pod) {
        this.pod = pod;
        nodes.putAll(snapshot.nodes());
        snapshot.pods().forEach((key, facts) -> {
            PodOutcome outcome = result.outcomes().get(key);
            pods.put(key, outcome instanceof PodOutcome.Placed placed ? on(facts, Optional.of(placed.node())) : facts);
        });
    }

    /** Every remedy of every unplaced Pod makes it fit; returns how many there are. */
    public static int verify(Snapshot snapshot, PlacementResult result, String as) {
        int remedies = 0;
        for (Map.Entry<PodKey, PodOutcome> entry : result.outcomes().entrySet()) {
            if (entry.getValue() instanceof PodOutcome.Unplaced unplaced) {
                for (Remedy remedy : unplaced.remedies()) {
                    remedies++;
                    new WouldFit(snapshot, result, entry.getKey()).verify(remedy, as);
                }
            }
        }
        return remedies;
    }

    private void verify(Remedy remedy, String as) {
        assertThat(remedy.changes()).as(as).isNotEmpty();
        remedy.changes().forEach(this::apply);
        Snapshot changed = new Snapshot(List.copyOf(nodes.values()), List.copyOf(pods.values()));
        List<PodKey> pending = new ArrayList<>(List.of(pod));
        pending.addAll(remedy.alongside());
        pending.addAll(added);
        PlacementResult result = new Placer().place(changed, pending, PlacementSettings.DEFAULT);
        assertThat(result.of(pod))
                .as("%s: Pod %s with %s; %s", as, pod, remedy, result)
                .isInstanceOf(PodOutcome.Placed.class);
    }

    private void apply(Change change) {
        switch (change) {
            case Change.ScaleUp(WorkloadRef workload, int by) -> {
                PodFacts model = pods.values().stream()
                        .filter(facts -> facts.workload().equals(workload)
                                && !facts.state().terminating())
                        .findFirst()
                        .orElseThrow();
                for (int i = 0; i < by; i++) {
                    add(on(model, Optional.empty()), "fresh-" + ++fresh, workload);
                }
            }
            case Change.AddNode(Remedy.NodeShape shape) -> {
                NodeName name = new NodeName("added-" + ++fresh);
                List<HostInterface> interfaces = shape.hostInterfaces().stream()
                        .<HostInterface>map(HostInterface.Named::new)
                        .toList();
                nodes.put(
                        name,
                        new NodeFacts(
                                name,
                                shape.labels(),
                                List.of(),
                                false,
                                shape.allocatable(),
                                new HostCapabilities(Optional.of(interfaces), Optional.of(shape.wasmFeatures()))));
            }
            case Change.Free(NodeName node, Resources amount) -> free(node, amount);
            case Change.Uncordon(NodeName node) -> node(node, n -> copy(n, n.labels(), n.taints(), false));
            case Change.RemoveTaint(NodeName node, Taint taint) ->
                node(node, n -> {
                    List<Taint> taints = new ArrayList<>(n.taints());
                    assertThat(taints.remove(taint)).isTrue();
                    return copy(n, n.labels(), taints, n.unschedulable());
                });
            case Change.AddLabels(NodeName node, var labels) ->
                node(node, n -> {
                    TreeMap<String, String> all = new TreeMap<>(n.labels());
                    all.putAll(labels);
                    return copy(n, all, n.taints(), n.unschedulable());
                });
            case Change.RelaxLink(InterfaceName imported) -> {
                Map<InterfacePattern, LinkPolicy> policies =
                        new LinkedHashMap<>(self().links().policies().byPattern());
                policies.put(new InterfacePattern.OfInterface(imported), LinkPolicy.PREFERRED);
                links(
                        self(),
                        new LinkPolicies(policies, self().links().policies().otherwise()),
                        self().links().pins(),
                        self().links().consumers());
            }
            case Change.Pin(InterfaceName imported, WorkloadRef provider) ->
                links(
                        self(),
                        self().links().policies(),
                        new Pins(Map.of(
                                new InterfacePattern.OfInterface(imported),
                                new WorkloadPin(
                                        Optional.of(provider.namespace()),
                                        provider.kind().toLowerCase(Locale.ROOT),
                                        provider.name()))),
                        self().links().consumers());
            case Change.Admit(WorkloadRef provider) ->
                List.copyOf(pods.values()).stream()
                        .filter(facts -> facts.workload().equals(provider))
                        .forEach(facts -> links(
                                facts,
                                facts.links().policies(),
                                facts.links().pins(),
                                new Consumers(
                                        LabelSelector.EVERYTHING,
                                        Set.of(self().key().namespace()))));
            case Change.Deploy(InterfaceName exported, Optional<WorkloadPin> pinned) -> deploy(exported, pinned);
            case Change.UseLinkingRuntime() -> {
                PodFacts facts = self();
                TreeMap<String, String> selector = new TreeMap<>(facts.nodes().nodeSelector());
                selector.put(NodeFacts.RUNTIME_LABEL, NodeFacts.LINKING_RUNTIME);
                List<Toleration> tolerations = new ArrayList<>(facts.tolerations());
                tolerations.add(
                        new Toleration(NodeFacts.RUNTIME_LABEL, Toleration.Operator.EXISTS, "", Optional.empty()));
                pods.put(
                        pod,
                        new PodFacts(
                                pod,
                                facts.uid(),
                                facts.workload(),
                                facts.labels(),
                                facts.requests(),
                                new NodeRequirement(
                                        selector,
                                        facts.nodes().required(),
                                        facts.nodes().preferred()),
                                tolerations,
                                facts.state(),
                                facts.containers(),
                                facts.links(),
                                facts.priority(),
                                facts.order(),
                                facts.excluded()));
            }
        }
    }

    private PodFacts self() {
        return Objects.requireNonNull(pods.get(pod));
    }

    /** Takes from Pods of the node, exactly so much; of those that the Pod doesn't need. */
    private void free(NodeName node, Resources amount) {
        Snapshot now = new Snapshot(List.copyOf(nodes.values()), List.copyOf(pods.values()));
        WiringGraph wiring = Wirer.wire(now);
        Set<PodKey> needed = new TreeSet<>();
        List<PodKey> open = new ArrayList<>(List.of(pod));
        while (!open.isEmpty()) {
            for (PodWiring.Link link : wiring.of(open.removeLast()).links()) {
                if (link.provider().policy() == LinkPolicy.REQUIRED) {
                    link.provider().pods().stream().filter(needed::add).forEach(open::add);
                }
            }
        }
        Resources left = amount;
        for (PodFacts facts : List.copyOf(pods.values())) {
            if (!facts.occupies() || !facts.boundTo().equals(node) || needed.contains(facts.key())) {
                continue;
            }
            if (left.get(ResourceName.PODS) > 0) {
                pods.remove(facts.key());
                left = left.minus(facts.demand());
                continue;
            }
            Resources requests = facts.requests();
            for (ResourceName name : facts.requests().amounts().keySet()) {
                long taken = Math.min(Math.max(0, left.get(name)), requests.get(name));
                requests = requests.with(name, requests.get(name) - taken);
                left = left.with(name, left.get(name) - taken);
            }
            pods.put(facts.key(), requesting(facts, requests));
        }
        assertThat(left.amounts().values())
                .as("what can't be freed on %s", node)
                .noneMatch(l -> l > 0);
    }

    private void deploy(InterfaceName exported, Optional<WorkloadPin> pinned) {
        World.WorldItem wanted = self().containers().stream()
                .flatMap(container -> container.component().stream())
                .map(component -> component.world().imports())
                .filter(imports -> imports.containsKey(exported.toString()))
                .findFirst()
                .orElseThrow()
                .get(exported.toString());
        World world = new World(
                exported,
                new LinkedHashMap<>(),
                new LinkedHashMap<>(Map.of(exported.toString(), wanted)),
                Attributes.NONE);
        ComponentFacts component = new ComponentFacts(world, true, Optional.empty(), Set.of(), "a test");
        String namespace = pinned.flatMap(WorkloadPin::namespace).orElse(pod.namespace());
        String name = pinned.map(WorkloadPin::name).orElse("deployed-" + ++fresh);
        PodFacts facts = Pods.pod(name)
                .namespace(namespace)
                .cpu(0)
                .request("memory", 0)
                .tolerates(new Toleration("", Toleration.Operator.EXISTS, "", Optional.empty()))
                .consumers(new Consumers(LabelSelector.EVERYTHING, Set.of(pod.namespace())))
                .runs(component)
                .build();
        String kind = pinned.map(WorkloadPin::kind).orElse("pod");
        add(facts, name + "-fresh", new WorkloadRef(namespace, kind, name, new Uid("fresh-" + name)));
    }

    private void add(PodFacts facts, String name, WorkloadRef workload) {
        PodKey key = new PodKey(facts.key().namespace(), name);
        added.add(key);
        pods.put(
                key,
                new PodFacts(
                        key,
                        new Uid("uid-of-" + name),
                        workload,
                        facts.labels(),
                        facts.requests(),
                        facts.nodes(),
                        facts.tolerations(),
                        PodState.PENDING,
                        facts.containers(),
                        facts.links(),
                        facts.priority(),
                        facts.order(),
                        facts.excluded()));
    }

    private void links(PodFacts facts, LinkPolicies policies, Pins pins, Consumers consumers) {
        pods.put(
                facts.key(),
                new PodFacts(
                        facts.key(),
                        facts.uid(),
                        facts.workload(),
                        facts.labels(),
                        facts.requests(),
                        facts.nodes(),
                        facts.tolerations(),
                        facts.state(),
                        facts.containers(),
                        new LinkSettings(
                                policies, pins, consumers, facts.links().traffic()),
                        facts.priority(),
                        facts.order(),
                        facts.excluded()));
    }

    private static PodFacts on(PodFacts facts, Optional<NodeName> node) {
        return new PodFacts(
                facts.key(),
                facts.uid(),
                facts.workload(),
                facts.labels(),
                facts.requests(),
                facts.nodes(),
                facts.tolerations(),
                new PodState(node, node.isPresent() ? PodState.Phase.RUNNING : PodState.Phase.PENDING, false, true),
                facts.containers(),
                facts.links(),
                facts.priority(),
                facts.order(),
                facts.excluded());
    }

    private static PodFacts requesting(PodFacts facts, Resources requests) {
        return new PodFacts(
                facts.key(),
                facts.uid(),
                facts.workload(),
                facts.labels(),
                requests,
                facts.nodes(),
                facts.tolerations(),
                facts.state(),
                facts.containers(),
                facts.links(),
                facts.priority(),
                facts.order(),
                facts.excluded());
    }

    private void node(NodeName name, UnaryOperator<NodeFacts> change) {
        nodes.computeIfPresent(name, (n, facts) -> change.apply(facts));
    }

    private static NodeFacts copy(NodeFacts node, Map<String, String> labels, List<Taint> taints, boolean cordoned) {
        return new NodeFacts(
                node.name(),
                new TreeMap<>(labels),
                taints,
                cordoned,
                node.allocatable(),
                node.host(),
                node.cost(),
                node.images());
    }
}

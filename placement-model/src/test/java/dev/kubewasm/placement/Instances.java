package dev.kubewasm.placement;

import static dev.kubewasm.placement.Worlds.component;

import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.placement.facts.LinkPolicies;
import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.placement.facts.NodeSelectorTerm;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.Taint;
import dev.kubewasm.placement.facts.Toleration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Small random clusters: nodes of several kinds, workloads that import from those before them, some Pods bound. */
public final class Instances {
    private Instances() {}

    private static final NodeSelectorTerm SSD = new NodeSelectorTerm(
            List.of(new NodeSelectorTerm.Requirement("disk", NodeSelectorTerm.Operator.IN, List.of("ssd"))), List.of());

    /** A cluster of up to {@code maxNodes} nodes and {@code maxPods} Pods. */
    public static Snapshot random(RandomGenerator random, int maxNodes, int maxPods) {
        return ofNodes(random, random.nextInt(1, maxNodes + 1), maxPods);
    }

    /** A cluster of {@code nodes} nodes and up to {@code maxPods} Pods. */
    public static Snapshot ofNodes(RandomGenerator random, int nodes, int maxPods) {
        List<NodeFacts> nodeFacts = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            nodeFacts.add(node(random, i));
        }
        List<PodFacts> pods = new ArrayList<>();
        int target = random.nextInt(1, maxPods + 1);
        for (int workload = 0; pods.size() < target; workload++) {
            ComponentFacts component = component(imports(random, workload), List.of("t:t/i" + workload));
            int replicas = Math.min(target - pods.size(), random.nextInt(1, 4));
            boolean components = random.nextInt(4) != 0;
            LinkPolicy policy = random.nextInt(5) < 2 ? LinkPolicy.PREFERRED : LinkPolicy.REQUIRED;
            boolean tolerant = random.nextBoolean();
            boolean choosy = random.nextInt(4) == 0;
            long cpu = 100L * random.nextInt(1, 12);
            int priority = random.nextInt(3) == 0 ? 1 : 0;
            String traffic = random.nextInt(3) == 0 ? "t:t/i0=" + random.nextInt(1, 9) + ",*=2" : "";
            int taste = random.nextInt(4) == 0 ? random.nextInt(1, 101) : 0;
            for (int r = 1; r <= replicas; r++) {
                Pods pod = Pods.replica("w" + workload, r)
                        .cpu(cpu)
                        .priority(priority)
                        .order(pods.size())
                        .label("app", "w" + workload)
                        .policies(new LinkPolicies(Map.of(), policy));
                if (components) {
                    pod.runs("c" + workload, component);
                }
                if (tolerant) {
                    pod.tolerates(new Toleration("k", Toleration.Operator.EXISTS, "", Optional.empty()));
                }
                if (!traffic.isEmpty()) {
                    pod.traffic(traffic);
                }
                pod.nodes(new NodeRequirement(
                        new TreeMap<>(choosy ? Map.of("rack", "a") : Map.of()),
                        Optional.empty(),
                        taste == 0 ? List.of() : List.of(new NodeRequirement.PreferredTerm(taste, SSD))));
                if (random.nextInt(5) == 0) {
                    pod.on("n" + random.nextInt(nodes));
                }
                pods.add(pod.build());
            }
        }
        return new Snapshot(nodeFacts, pods);
    }

    private static NodeFacts node(RandomGenerator random, int index) {
        Nodes node = Nodes.node("n" + index)
                .cpu(100L * random.nextInt(5, 30))
                .has("pods", random.nextInt(2, 8))
                .label("rack", random.nextBoolean() ? "a" : "b")
                .cost(random.nextInt(3) * 40L);
        if (random.nextInt(3) > 0) {
            node.zone(random.nextBoolean() ? "east" : "west");
        }
        if (random.nextInt(3) == 0) {
            node.label("disk", "ssd");
        }
        if (random.nextInt(3) == 0) {
            node.images("registry.example.com/c" + random.nextInt(3));
        }
        if (random.nextInt(4) == 0) {
            node.taint("k", "v", random.nextBoolean() ? Taint.Effect.NO_SCHEDULE : Taint.Effect.PREFER_NO_SCHEDULE);
        }
        if (random.nextInt(8) == 0) {
            node.runtime("wasmtime");
        }
        if (random.nextInt(10) == 0) {
            node.cordoned();
        }
        return node.build();
    }

    private static List<String> imports(RandomGenerator random, int workload) {
        List<String> imports = new ArrayList<>();
        for (int i = 0; i < workload; i++) {
            if (random.nextInt(3) == 0) {
                imports.add("t:t/i" + i);
            }
        }
        return imports;
    }
}

package dev.kubewasm.placement;

import static dev.kubewasm.placement.Worlds.component;
import static dev.kubewasm.placement.Worlds.needing;

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
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Small random clusters: nodes of several kinds, workloads that import from those before them, some Pods bound. With
 * constraints of every kind but disruption, which is of rebalancing alone.
 */
public final class Instances {
    private Instances() {}

    private static final NodeSelectorTerm SSD = new NodeSelectorTerm(
            List.of(new NodeSelectorTerm.Requirement("disk", NodeSelectorTerm.Operator.IN, List.of("ssd"))), List.of());

    /** A cluster of up to {@code maxNodes} nodes and {@code maxPods} Pods. */
    public static Snapshot random(RandomGenerator random, int maxNodes, int maxPods) {
        RandomGenerator more = new SplittableRandom(random.nextLong());
        return generate(random, more, random.nextInt(1, maxNodes + 1), maxPods);
    }

    /** The same without required node affinity, other rules, scarce memory, host interfaces and features. */
    static Snapshot plain(RandomGenerator random, int maxNodes, int maxPods) {
        return ofNodes(random, random.nextInt(1, maxNodes + 1), maxPods);
    }

    /** One like that of {@code nodes} nodes. */
    public static Snapshot ofNodes(RandomGenerator random, int nodes, int maxPods) {
        return generate(random, null, nodes, maxPods);
    }

    private static Snapshot generate(RandomGenerator random, @Nullable RandomGenerator more, int nodes, int maxPods) {
        List<NodeFacts> nodeFacts = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            nodeFacts.add(node(random, more, i));
        }
        List<PodFacts> pods = new ArrayList<>();
        int target = random.nextInt(1, maxPods + 1);
        for (int workload = 0; pods.size() < target; workload++) {
            List<String> imports = imports(random, workload);
            Asked asked = more == null ? Asked.NOTHING : Asked.random(more);
            imports.addAll(asked.interfaces());
            ComponentFacts component = needing(
                    component(imports, List.of("t:t/i" + workload)),
                    asked.features().toArray(String[]::new));
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
                        .request("memory", asked.memory())
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
                        asked.terms(),
                        taste == 0 ? List.of() : List.of(new NodeRequirement.PreferredTerm(taste, SSD))));
                if (more != null && more.nextInt(8) == 0) {
                    pod.excluded("n" + more.nextInt(nodes), "node(s) have a neighbour that minds it");
                }
                if (random.nextInt(5) == 0) {
                    pod.on("n" + random.nextInt(nodes));
                }
                pods.add(pod.build());
            }
        }
        return new Snapshot(nodeFacts, pods);
    }

    /**
     * What a workload asks of nodes besides.
     *
     * @param memory in bytes; a tenth of a small node's at least where it matters
     */
    private record Asked(
            List<String> interfaces, List<String> features, long memory, Optional<List<NodeSelectorTerm>> terms) {
        static final Asked NOTHING = new Asked(List.of(), List.of(), 1024, Optional.empty());

        static Asked random(RandomGenerator random) {
            return new Asked(
                    random.nextInt(4) == 0 ? List.of("wasi:keyvalue/store@0.2.0") : List.of(),
                    random.nextInt(5) == 0 ? List.of("simd") : List.of(),
                    random.nextInt(2) == 0 ? (long) random.nextInt(1, 12) << 27 : 1024,
                    random.nextInt(6) == 0 ? Optional.of(terms(random)) : Optional.empty());
        }

        private static List<NodeSelectorTerm> terms(RandomGenerator random) {
            NodeSelectorTerm.Requirement rack = new NodeSelectorTerm.Requirement(
                    "rack",
                    random.nextBoolean() ? NodeSelectorTerm.Operator.IN : NodeSelectorTerm.Operator.NOT_IN,
                    List.of("a"));
            NodeSelectorTerm.Requirement disk = new NodeSelectorTerm.Requirement(
                    "disk",
                    random.nextBoolean() ? NodeSelectorTerm.Operator.EXISTS : NodeSelectorTerm.Operator.DOES_NOT_EXIST,
                    List.of());
            return random.nextBoolean()
                    ? List.of(new NodeSelectorTerm(List.of(rack, disk), List.of()))
                    : List.of(
                            new NodeSelectorTerm(List.of(rack), List.of()),
                            new NodeSelectorTerm(List.of(disk), List.of()));
        }
    }

    private static NodeFacts node(RandomGenerator random, @Nullable RandomGenerator more, int index) {
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
        if (more != null) {
            besides(more, node);
        }
        return node.build();
    }

    /** What only workloads that ask for something besides notice. */
    private static void besides(RandomGenerator random, Nodes node) {
        if (random.nextInt(2) == 0) {
            node.has("memory", (long) random.nextInt(8, 40) << 27);
        }
        if (random.nextInt(3) > 0) {
            node.hosts("wasi:keyvalue@0.2.0");
        } else if (random.nextInt(3) == 0) {
            node.undeclared();
        }
        if (random.nextInt(3) > 0) {
            node.features(random.nextInt(3) > 0 ? "simd" : "multi-memory");
        }
        if (random.nextInt(8) == 0) {
            node.noRuntime();
        }
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

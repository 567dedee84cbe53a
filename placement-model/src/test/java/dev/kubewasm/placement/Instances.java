package dev.kubewasm.placement;

import static dev.kubewasm.placement.Worlds.component;

import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.placement.facts.LinkPolicies;
import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.Taint;
import dev.kubewasm.placement.facts.Toleration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Small random clusters: nodes of several kinds, workloads that import from those before them, some Pods bound. */
final class Instances {
    private Instances() {}

    /** A cluster of up to {@code maxNodes} nodes and {@code maxPods} Pods. */
    static Snapshot random(RandomGenerator random, int maxNodes, int maxPods) {
        int nodes = random.nextInt(1, maxNodes + 1);
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
            LinkPolicy policy = random.nextInt(4) == 0 ? LinkPolicy.PREFERRED : LinkPolicy.REQUIRED;
            boolean tolerant = random.nextBoolean();
            boolean choosy = random.nextInt(4) == 0;
            long cpu = 100L * random.nextInt(1, 12);
            int priority = random.nextInt(3) == 0 ? 1 : 0;
            for (int r = 1; r <= replicas; r++) {
                Pods pod = Pods.replica("w" + workload, r)
                        .cpu(cpu)
                        .priority(priority)
                        .order(pods.size())
                        .policies(new LinkPolicies(Map.of(), policy));
                if (components) {
                    pod.runs("main", component);
                }
                if (tolerant) {
                    pod.tolerates(new Toleration("k", Toleration.Operator.EXISTS, "", Optional.empty()));
                }
                if (choosy) {
                    pod.selector("zone", "a");
                }
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
                .label("zone", random.nextBoolean() ? "a" : "b");
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

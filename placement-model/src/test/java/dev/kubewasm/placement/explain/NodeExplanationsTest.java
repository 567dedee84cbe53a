package dev.kubewasm.placement.explain;

import static dev.kubewasm.placement.Nodes.node;
import static dev.kubewasm.placement.Pods.pod;
import static dev.kubewasm.placement.Pods.replica;
import static dev.kubewasm.placement.Worlds.component;
import static dev.kubewasm.placement.Worlds.needing;

import dev.kubewasm.placement.facts.LinkPolicies;
import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.placement.facts.NodeSelectorTerm;
import dev.kubewasm.placement.facts.Taint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a user reads where no node takes a Pod for itself, and why placed Pods are where they are. */
class NodeExplanationsTest {
    private static final String ANTI_AFFINITY = "node(s) didn't satisfy existing pods anti-affinity rules";

    private static NodeRequirement affinity(String key, NodeSelectorTerm.Operator operator, String... values) {
        return new NodeRequirement(
                new TreeMap<>(),
                Optional.of(List.of(new NodeSelectorTerm(
                        List.of(new NodeSelectorTerm.Requirement(key, operator, List.of(values))), List.of()))),
                List.of());
    }

    @Test
    void nodesThatDontSuit() {
        Situations situations = new Situations();
        situations.add("an empty cluster", List.of(), pod("web"));
        situations.add(
                "all nodes are cordoned",
                List.of(node("node-1").cordoned(), node("node-2").cordoned()),
                pod("web"));
        situations.add(
                "all nodes are tainted",
                List.of(
                        node("node-1")
                                .taint("dedicated", "gpu", Taint.Effect.NO_SCHEDULE)
                                .taint("old", "", Taint.Effect.NO_EXECUTE),
                        node("node-2").taint("dedicated", "gpu", Taint.Effect.NO_SCHEDULE)),
                pod("web"));
        situations.add(
                "cordoned and tainted",
                List.of(node("node-1").cordoned().taint("dedicated", "gpu", Taint.Effect.NO_SCHEDULE)),
                pod("web"));
        situations.add(
                "no node has the label",
                List.of(node("node-1"), node("node-2").label("disk", "hdd")),
                pod("picky").selector("disk", "ssd"));
        situations.add(
                "no node matches the affinity",
                List.of(node("node-1").label("cores", "4")),
                pod("in").nodes(affinity("disk", NodeSelectorTerm.Operator.IN, "ssd", "nvme")),
                pod("more").nodes(affinity("cores", NodeSelectorTerm.Operator.GT, "8")),
                pod("none").nodes(affinity("cores", NodeSelectorTerm.Operator.DOES_NOT_EXIST)));
        situations.add(
                "a host interface that no node has",
                List.of(node("node-1").hosts("wasi:io@0.2.12"), node("node-2").noRuntime()),
                pod("classifier").runs(component(List.of("wasi:nn/tensor@0.2.0"), List.of())));
        situations.add(
                "a host interface that only full nodes have",
                List.of(
                        node("node-1").hosts("wasi:keyvalue/store@0.2.0").cpu(500),
                        node("node-2").hosts("wasi:io@0.2.12")),
                pod("old").cpu(450).on("node-1"),
                pod("cache").runs(component(List.of("wasi:keyvalue/store@0.2.0"), List.of())));
        situations.add(
                "a feature that the engine lacks",
                List.of(node("node-1").features("multi-memory")),
                pod("vector").runs(needing(component(List.of(), List.of()), "simd")));
        situations.add(
                "no node runs WebAssembly",
                List.of(node("node-1").noRuntime(), node("node-2").noRuntime()),
                pod("web").runs(component(List.of(), List.of())));
        situations.add(
                "other rules keep it from all nodes",
                List.of(node("node-1"), node("node-2").cordoned()),
                pod("web").excluded("node-1", ANTI_AFFINITY).excluded("node-2", ANTI_AFFINITY));
        situations.add(
                "other rules keep it from the node with room",
                List.of(node("node-1"), node("node-2").cpu(500), node("node-3").cordoned()),
                pod("other").cpu(450).on("node-2"),
                pod("web").excluded("node-1", ANTI_AFFINITY));
        situations.add(
                "other rules keep its provider from where it could go",
                List.of(node("node-1"), node("node-2").noRuntime()),
                replica("catalog", 1)
                        .runs(component(List.of(), List.of("a:b/c")))
                        .excluded("node-1", ANTI_AFFINITY),
                pod("shop").runs(component(List.of("a:b/c"), List.of())));
        situations.check("nodes.golden");
    }

    @Test
    void nodesThatAreFull() {
        Situations situations = new Situations();
        situations.add(
                "too little is free",
                List.of(node("node-1").cpu(1000), node("node-2").cpu(1000)),
                pod("a").cpu(700).on("node-1"),
                pod("b").cpu(600).on("node-2"),
                pod("web").cpu(500));
        situations.add(
                "larger than any node",
                List.of(node("node-1").cpu(1000)),
                pod("web").cpu(64_000).request("memory", 1L << 50));
        situations.add(
                "too many Pods",
                List.of(node("node-1").has("pods", 1), node("node-2").has("pods", 0)),
                pod("a").on("node-1"),
                pod("web"));
        situations.add(
                "a resource that no node has",
                List.of(node("node-1")),
                pod("trainer").request("nvidia.com/gpu", 2));
        situations.add(
                "an overcommitted node",
                List.of(node("node-1").cpu(100)),
                pod("a").cpu(900).on("node-1"),
                pod("web").cpu(100));
        situations.add(
                "a node of negative capacity",
                List.of(node("node-1").cpu(-1000)),
                pod("web").cpu(100));
        situations.add(
                "ordinary reasons",
                List.of(
                        node("node-1").cpu(100),
                        node("node-2").taint("dedicated", "gpu", Taint.Effect.NO_SCHEDULE),
                        node("node-3").cordoned(),
                        node("node-4").label("disk", "hdd").has("pods", 0)),
                pod("big").cpu(2000).request("memory", 64L << 30),
                pod("picky").selector("disk", "ssd"));
        situations.add(
                "the more important Pod has the room",
                List.of(node("node-1").cpu(1000)),
                pod("urgent").cpu(800).priority(10),
                pod("batch").cpu(800));
        situations.check("full.golden");
    }

    private static final LinkPolicies PREFERRED = new LinkPolicies(Map.of(), LinkPolicy.PREFERRED);

    @Test
    void whyPodsAreWhereTheyAre() {
        Situations situations = new Situations();
        situations.add("the only node", List.of(node("node-1")), pod("web"));
        situations.add("two nodes that are alike", List.of(node("node-1"), node("node-2")), pod("web"));
        situations.add(
                "replicas are spread",
                List.of(node("node-1"), node("node-2")),
                replica("web", 1).on("node-1"),
                replica("web", 2));
        situations.add(
                "replicas are spread over zones",
                List.of(node("node-1").zone("east"), node("node-2").zone("west")),
                replica("web", 1).on("node-1"),
                replica("web", 2));
        situations.add(
                "a node that others would rather leave",
                List.of(
                        node("node-1").taint("old", "", Taint.Effect.PREFER_NO_SCHEDULE),
                        node("node-2").cpu(2000)),
                pod("web"));
        situations.add(
                "the image is there",
                List.of(node("node-1"), node("node-2").images("registry.example.com/web")),
                pod("web").runs(component(List.of(), List.of())));
        situations.add(
                "the cheaper node",
                List.of(node("node-1").cost(200), node("node-2").cost(90)),
                pod("web"));
        situations.add(
                "a preferred link with traffic",
                List.of(node("node-1"), node("node-2").cpu(8000)),
                pod("catalog")
                        .cpu(3000)
                        .runs(component(List.of(), List.of("a:b/c")))
                        .on("node-1"),
                pod("shop").policies(PREFERRED).traffic("5").runs(component(List.of("a:b/c"), List.of())));
        situations.add(
                "a required link leaves no choice",
                List.of(node("node-1"), node("node-2"), node("node-3").noRuntime()),
                pod("catalog").runs(component(List.of(), List.of("a:b/c"))).on("node-1"),
                pod("shop").runs(component(List.of("a:b/c"), List.of())));
        situations.add(
                "a consumer leaves its provider no choice",
                List.of(node("node-1").cpu(300), node("node-2").cpu(150)),
                pod("catalog").runs(component(List.of(), List.of("a:b/c"))),
                pod("shop").runs(component(List.of("a:b/c"), List.of())));
        situations.add(
                "a replacement goes where consumers wait",
                List.of(node("node-1").cpu(8000), node("node-2").cpu(1000)),
                pod("shop").runs(component(List.of("a:b/c"), List.of())).on("node-2"),
                replica("catalog", 2).runs(component(List.of(), List.of("a:b/c"))));
        situations.check("placed.golden");
    }
}

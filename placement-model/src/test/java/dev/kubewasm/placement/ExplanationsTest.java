package dev.kubewasm.placement;

import static dev.kubewasm.placement.Nodes.node;
import static dev.kubewasm.placement.Pods.pod;
import static dev.kubewasm.placement.Pods.replica;
import static dev.kubewasm.placement.Worlds.component;
import static dev.kubewasm.placement.Worlds.needing;

import dev.kubewasm.placement.explain.Explanations;
import dev.kubewasm.placement.facts.Consumers;
import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.Taint;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.result.UnplacedReason;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.testkit.Golden;
import dev.kubewasm.wit.model.Type;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a user reads for each way in which a Pod finds no node; the golden file holds all the messages. */
class ExplanationsTest {
    private final StringBuilder text = new StringBuilder();

    private void situation(String title, List<Nodes> nodes, Pods... pods) {
        List<NodeFacts> nodeFacts = nodes.stream().map(Nodes::build).toList();
        List<PodFacts> podFacts = Arrays.stream(pods).map(Pods::build).toList();
        Snapshot snapshot = new Snapshot(nodeFacts, podFacts);
        List<PodKey> pending = podFacts.stream()
                .filter(pod -> pod.state().node().isEmpty())
                .map(PodFacts::key)
                .toList();
        PlacementResult result = new Placer().place(snapshot, pending, PlacementSettings.DEFAULT);
        text.append("# ").append(title).append('\n');
        result.outcomes().forEach((key, outcome) -> {
            text.append(key).append(": ");
            text.append(
                    switch (outcome) {
                        case PodOutcome.Placed placed -> "placed";
                        case PodOutcome.Unplaced(UnplacedReason reason) -> Explanations.text(key, reason);
                    });
            text.append('\n');
        });
        text.append('\n');
    }

    @Test
    void everyRefusalIsExplained() {
        List<Nodes> standard =
                List.of(node("node-1"), node("node-2"), node("node-3").cpu(500));

        situation(
                "nobody exports it",
                standard,
                pod("invoice").runs(component(List.of("broken:missing/tax"), List.of())));
        situation(
                "another version, another namespace, a command",
                standard,
                pod("invoice").runs(component(List.of("broken:missing/tax@1.2.0"), List.of())),
                pod("old").runs(component(List.of(), List.of("broken:missing/tax@1.1.0"))),
                pod("foreign").namespace("other").runs(component(List.of(), List.of("broken:missing/tax@1.2.0"))),
                pod("job").runs(component(List.of(), List.of("broken:missing/tax@1.2.0", "wasi:cli/run@0.2.6"))));
        situation(
                "two workloads export it",
                standard,
                pod("greeter-english").runs(component(List.of(), List.of("broken:ambiguous/greeter"))),
                pod("greeter-french").runs(component(List.of(), List.of("broken:ambiguous/greeter"))),
                pod("lobby").runs(component(List.of("broken:ambiguous/greeter"), List.of())));
        situation(
                "a type differs",
                standard,
                pod("quotes")
                        .runs(component(List.of(), List.of("broken:mismatch/calculator"), Type.Primitive.F64, true)),
                pod("shop")
                        .runs(component(List.of("broken:mismatch/calculator"), List.of(), Type.Primitive.F32, true)));
        situation(
                "an import cycle",
                standard,
                pod("chicken").runs(component(List.of("broken:cycle/eggs"), List.of("broken:cycle/chickens"))),
                pod("egg").runs(component(List.of("broken:cycle/chickens"), List.of("broken:cycle/eggs"))),
                pod("farmer").runs(component(List.of("broken:cycle/eggs"), List.of())));
        situation(
                "a group that is too large for every node",
                standard,
                pod("model").cpu(3000).runs(component(List.of(), List.of("broken:large/model"))),
                pod("recommender").cpu(3000).runs(component(List.of("broken:large/model"), List.of())));
        situation(
                "a group that is too large, its provider bound",
                standard,
                pod("model").cpu(3000).on("node-1").runs(component(List.of(), List.of("broken:large/model"))),
                pod("recommender").cpu(3000).runs(component(List.of("broken:large/model"), List.of())));
        situation(
                "a host interface that no node has",
                List.of(node("node-1").hosts("wasi:io@0.2.12"), node("node-2").noRuntime()),
                pod("classifier").runs(component(List.of("wasi:nn/tensor@0.2.0"), List.of())));
        situation(
                "the provider doesn't admit the consumer",
                standard,
                pod("vault")
                        .runs(component(List.of(), List.of("broken:secret/vault")))
                        .consumers(new Consumers(
                                new LabelSelector(List.of(new LabelSelector.Requirement(
                                        "role", LabelSelector.Operator.IN, List.of("admin")))),
                                Set.of())),
                pod("visitor").runs(component(List.of("broken:secret/vault"), List.of())));
        situation(
                "a runtime class that can't link",
                List.of(node("node-1").runtime("wasmtime"), node("node-2")),
                pod("catalog").runs(component(List.of(), List.of("example:pricing/catalog"))),
                pod("calc")
                        .selector("kube-wasm/runtime", "wasmtime")
                        .runs(component(List.of("example:pricing/catalog"), List.of())));
        situation(
                "ordinary reasons",
                List.of(
                        node("node-1").cpu(100),
                        node("node-2").taint("dedicated", "gpu", Taint.Effect.NO_SCHEDULE),
                        node("node-3").cordoned(),
                        node("node-4").label("disk", "hdd").has("pods", 0)),
                pod("big").cpu(2000).request("memory", 64L << 30),
                pod("picky").selector("disk", "ssd"));
        situation(
                "a feature that the engine lacks",
                List.of(node("node-1").features("multi-memory")),
                pod("vector").runs(needing(component(List.of(), List.of()), "simd")));
        situation(
                "more consumers than providers have room for",
                List.of(node("node-1").cpu(1500), node("node-2").cpu(1500)),
                replica("catalog", 1)
                        .cpu(500)
                        .runs(component(List.of(), List.of("a:b/c")))
                        .on("node-1"),
                replica("shop", 1).cpu(1000).order(1).runs(component(List.of("a:b/c"), List.of())),
                replica("shop", 2).cpu(1000).order(2).runs(component(List.of("a:b/c"), List.of())));
        situation(
                "a provider that isn't placed itself",
                standard,
                pod("catalog").cpu(9000).runs(component(List.of(), List.of("a:b/c"))),
                pod("shop").runs(component(List.of("a:b/c"), List.of())));
        situation("an empty cluster", List.of(), pod("web"));

        Golden.check(Path.of("src/test/resources/explanations.golden"), text.toString());
    }
}

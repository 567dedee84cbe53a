package dev.kubewasm.placement;

import static dev.kubewasm.placement.Nodes.node;
import static dev.kubewasm.placement.Pods.key;
import static dev.kubewasm.placement.Pods.pod;
import static dev.kubewasm.placement.Worlds.component;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.result.UnplacedReason;
import dev.kubewasm.placement.solver.PlacementSettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A cluster with a node for each runtime on each architecture, and one that runs containers alone. */
class HeterogeneousClusterTest {
    private static final List<NodeFacts> NODES = nodes();

    private static List<NodeFacts> nodes() {
        List<NodeFacts> nodes = new ArrayList<>();
        nodes.add(node("containers").noRuntime().build());
        for (String runtime : List.of("wasmtime", "wasmedge", "wamr", "jvm")) {
            for (String architecture : List.of("amd64", "arm64", "riscv64")) {
                nodes.add(node(runtime + "-" + architecture)
                        .runtime(runtime)
                        .label("kubernetes.io/arch", architecture)
                        .build());
            }
        }
        return nodes;
    }

    private static PlacementResult place(Pods... pods) {
        List<PodFacts> facts = List.of(pods).stream().map(Pods::build).toList();
        return new Placer()
                .place(
                        new Snapshot(NODES, facts),
                        facts.stream().map(PodFacts::key).toList(),
                        PlacementSettings.DEFAULT);
    }

    private static String nodeOf(PlacementResult result, String pod) {
        assertThat(result.of(key(pod))).as(pod).isInstanceOf(PodOutcome.Placed.class);
        NodeName node = ((PodOutcome.Placed) result.of(key(pod))).node();
        return node.value();
    }

    private static Pods provider(String runtime) {
        return pod("provider").runs(component(List.of(), List.of("a:b/c"))).selector("kube-wasm/runtime", runtime);
    }

    private static Pods consumer(String runtime) {
        return pod("consumer").runs(component(List.of("a:b/c"), List.of())).selector("kube-wasm/runtime", runtime);
    }

    /** As its RuntimeClass selects. */
    @ParameterizedTest
    @CsvSource({
        "wasmtime, amd64", "wasmtime, arm64", "wasmtime, riscv64",
        "wasmedge, amd64", "wasmedge, arm64", "wasmedge, riscv64",
        "wamr,     amd64", "wamr,     arm64", "wamr,     riscv64",
        "jvm,      amd64", "jvm,      arm64", "jvm,      riscv64"
    })
    void aComponentGoesWhereItsLabelsSay(String runtime, String architecture) {
        PlacementResult result = place(pod("alone")
                .runs(component(List.of(), List.of("a:b/c")))
                .selector("kube-wasm/runtime", runtime)
                .selector("kubernetes.io/arch", architecture));

        assertThat(nodeOf(result, "alone")).isEqualTo(runtime + "-" + architecture);
    }

    @Test
    void linkedComponentsGoToOneNodeThatLinks() {
        PlacementResult result = place(provider("jvm"), consumer("jvm"));

        assertThat(nodeOf(result, "consumer"))
                .isEqualTo(nodeOf(result, "provider"))
                .startsWith("jvm-");
    }

    @Test
    void alsoWhereNobodySelects() {
        PlacementResult result = place(
                pod("provider").runs(component(List.of(), List.of("a:b/c"))),
                pod("consumer").runs(component(List.of("a:b/c"), List.of())));

        assertThat(nodeOf(result, "consumer"))
                .isEqualTo(nodeOf(result, "provider"))
                .startsWith("jvm-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wasmtime", "wasmedge", "wamr"})
    void shimsLinkNobody(String runtime) {
        PlacementResult result = place(provider(runtime), consumer(runtime));

        assertThat(nodeOf(result, "provider")).startsWith(runtime + "-");
        PodOutcome consumer = result.of(key("consumer"));
        assertThat(consumer).isInstanceOf(PodOutcome.Unplaced.class);
        assertThat(((PodOutcome.Unplaced) consumer).reason()).isInstanceOf(UnplacedReason.RuntimeCannotLink.class);
    }
}

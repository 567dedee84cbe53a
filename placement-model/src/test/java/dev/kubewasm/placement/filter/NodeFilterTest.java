package dev.kubewasm.placement.filter;

import static dev.kubewasm.placement.Nodes.node;
import static dev.kubewasm.placement.Pods.pod;
import static dev.kubewasm.placement.Worlds.component;
import static dev.kubewasm.placement.Worlds.needing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.Nodes;
import dev.kubewasm.placement.Pods;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.placement.facts.NodeSelectorTerm;
import dev.kubewasm.placement.facts.NodeSelectorTerm.Operator;
import dev.kubewasm.placement.facts.NodeSelectorTerm.Requirement;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.Taint;
import dev.kubewasm.placement.facts.Toleration;
import dev.kubewasm.placement.facts.WasmFeature;
import dev.kubewasm.placement.wiring.Wirer;
import dev.kubewasm.wit.model.InterfaceName;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeFilterTest {
    private static PodNeeds needs(Pods pod, NodeFacts... nodes) {
        PodFacts facts = pod.build();
        Snapshot snapshot = new Snapshot(List.of(nodes), List.of(facts));
        return PodNeeds.of(facts, Wirer.wire(snapshot).of(facts.key()));
    }

    private static Optional<Rejection> reject(Pods pod, Nodes node) {
        return NodeFilter.reject(needs(pod, node.build()), node.build());
    }

    private static NodeRequirement required(Requirement... expressions) {
        return new NodeRequirement(
                new TreeMap<>(),
                Optional.of(List.of(new NodeSelectorTerm(List.of(expressions), List.of()))),
                List.of());
    }

    @Test
    void aCordonedNodeTakesOnlyPodsThatTolerateIt() {
        Toleration cordon =
                new Toleration("node.kubernetes.io/unschedulable", Toleration.Operator.EXISTS, "", Optional.empty());

        assertThat(reject(pod("p"), node("n").cordoned())).contains(new Rejection.Unschedulable());
        assertThat(reject(pod("p").tolerates(cordon), node("n").cordoned())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "NO_SCHEDULE, k, EQUAL, v, , true",
        "NO_SCHEDULE, k, EQUAL, other, , false",
        "NO_SCHEDULE, k, EXISTS, '', , true",
        "NO_SCHEDULE, '', EXISTS, '', , true",
        "NO_SCHEDULE, other, EXISTS, '', , false",
        "NO_EXECUTE, k, EXISTS, '', NO_SCHEDULE, false",
        "NO_EXECUTE, k, EXISTS, '', NO_EXECUTE, true",
        "PREFER_NO_SCHEDULE, other, EXISTS, '', , true"
    })
    void taintsAndTolerations(
            Taint.Effect taint,
            String key,
            Toleration.Operator operator,
            String value,
            Taint.@org.jspecify.annotations.Nullable Effect effect,
            boolean taken) {
        Toleration toleration = new Toleration(key, operator, value, Optional.ofNullable(effect));

        assertThat(reject(pod("p").tolerates(toleration), node("n").taint("k", "v", taint)))
                .isEqualTo(taken ? Optional.empty() : Optional.of(new Rejection.UntoleratedTaint("k", "v")));
    }

    @ParameterizedTest
    @CsvSource({
        "IN, b, true",
        "IN, c, false",
        "NOT_IN, b, false",
        "NOT_IN, c, true",
        "EXISTS, , true",
        "DOES_NOT_EXIST, , false",
        "GT, 4, false",
        "LT, 4, false"
    })
    void requirementsOnALabel(Operator operator, @org.jspecify.annotations.Nullable String value, boolean taken) {
        List<String> values = value == null ? List.of() : List.of(value);

        assertThat(reject(
                                pod("p").nodes(required(new Requirement("a", operator, values))),
                                node("n").label("a", "b"))
                        .isEmpty())
                .isEqualTo(taken);
    }

    @ParameterizedTest
    @CsvSource({"GT, 4, true", "GT, 5, false", "LT, 6, true", "LT, 5, false", "LT, x, false"})
    void requirementsOnANumber(Operator operator, String value, boolean taken) {
        NodeRequirement requirement = required(new Requirement("gen", operator, List.of(value)));

        assertThat(reject(pod("p").nodes(requirement), node("n").label("gen", "5"))
                        .isEmpty())
                .isEqualTo(taken);
    }

    @Test
    void termsAreAlternativesAndAnEmptyOneMatchesNothing() {
        NodeSelectorTerm byName =
                new NodeSelectorTerm(List.of(), List.of(new Requirement("metadata.name", Operator.IN, List.of("n"))));
        NodeSelectorTerm nothing = new NodeSelectorTerm(List.of(), List.of());

        assertThat(reject(
                        pod("p").nodes(new NodeRequirement(
                                new TreeMap<>(), Optional.of(List.of(nothing, byName)), List.of())),
                        node("n")))
                .isEmpty();
        assertThat(reject(
                        pod("p").nodes(new NodeRequirement(new TreeMap<>(), Optional.of(List.of(nothing)), List.of())),
                        node("n")))
                .contains(new Rejection.NodeAffinity());
    }

    @Test
    void theNodeSelectorMustMatch() {
        assertThat(reject(pod("p").selector("disk", "ssd"), node("n").label("disk", "ssd")))
                .isEmpty();
        assertThat(reject(pod("p").selector("disk", "ssd"), node("n"))).contains(new Rejection.NodeAffinity());
    }

    @Test
    void componentsNeedANodeWithARuntime() {
        Pods component = pod("p").runs(component(List.of(), List.of()));

        assertThat(reject(component, node("n").noRuntime())).contains(new Rejection.NoWasmRuntime());
        assertThat(reject(pod("p"), node("n").noRuntime())).isEmpty();
    }

    @Test
    void hostInterfacesMustBeListed() {
        Pods http = pod("p").runs(component(List.of("wasi:http/types@0.2.12"), List.of()));
        InterfaceName types = InterfaceName.parse("wasi:http/types@0.2.12").orElseThrow();

        assertThat(reject(http, node("n").hosts("wasi:http@0.2.12"))).isEmpty();
        assertThat(reject(http, node("n").hosts("wasi:http/types@0.2.13"))).isEmpty();
        assertThat(reject(http, node("n").hosts("wasi:http@0.2.3"))).contains(new Rejection.LacksHostInterface(types));
    }

    @Test
    void aShimNodeThatListsNothingIsTakenToSupplyWasi() {
        Pods http = pod("p").runs(component(List.of("wasi:http/types@0.2.12"), List.of()));

        assertThat(reject(http, node("n").runtime("wasmtime").undeclared())).isEmpty();
        assertThat(reject(http, node("n").undeclared())).isPresent();
    }

    @Test
    void featuresAreCheckedWhereTheNodeListsThem() {
        Pods simd = pod("p").runs(needing(component(List.of(), List.of()), "simd"));

        assertThat(reject(simd, node("n"))).isEmpty();
        assertThat(reject(simd, node("n").features("simd"))).isEmpty();
        assertThat(reject(simd, node("n").features("threads")))
                .contains(new Rejection.LacksWasmFeature(new WasmFeature("simd")));
    }

    @Test
    void linksNeedANodeThatLinks() {
        Pods pair = pod("p").runs(component(List.of("a:b/c"), List.of())).runs(component(List.of(), List.of("a:b/c")));

        assertThat(reject(pair, node("n").runtime("wasmtime"))).contains(new Rejection.CannotLink("wasmtime"));
        assertThat(reject(pair, node("n"))).isEmpty();
    }

    @Test
    void nodesAreAskedByClassAndCountedOneByOne() {
        List<NodeFacts> nodes = List.of(
                node("a")
                        .label("disk", "ssd")
                        .label("kubernetes.io/hostname", "a")
                        .build(),
                node("b")
                        .label("disk", "ssd")
                        .label("kubernetes.io/hostname", "b")
                        .build(),
                node("c").label("kubernetes.io/hostname", "c").build(),
                node("d").label("disk", "ssd").cordoned().build());
        PodNeeds ssd = needs(pod("p").selector("disk", "ssd"));

        NodeClasses.Verdict verdict = new NodeClasses(nodes).ask(ssd);

        BitSet allowed = new BitSet();
        allowed.set(0, 2);
        assertThat(verdict.allowed()).isEqualTo(allowed);
        assertThat(verdict.rejected())
                .isEqualTo(Map.of(new Rejection.NodeAffinity(), 1, new Rejection.Unschedulable(), 1));
    }

    @Test
    void aPodThatNamesNodesIsAskedForEach() {
        NodeSelectorTerm byName =
                new NodeSelectorTerm(List.of(), List.of(new Requirement("metadata.name", Operator.IN, List.of("b"))));
        PodNeeds needs =
                needs(pod("p").nodes(new NodeRequirement(new TreeMap<>(), Optional.of(List.of(byName)), List.of())));

        NodeClasses.Verdict verdict =
                new NodeClasses(List.of(node("a").build(), node("b").build())).ask(needs);

        assertThat(verdict.allowed().stream().boxed()).containsExactly(1);
    }
}

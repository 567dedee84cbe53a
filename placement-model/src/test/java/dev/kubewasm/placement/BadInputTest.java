package dev.kubewasm.placement;

import static dev.kubewasm.placement.Nodes.node;
import static dev.kubewasm.placement.Pods.key;
import static dev.kubewasm.placement.Pods.pod;
import static dev.kubewasm.placement.Pods.replica;
import static dev.kubewasm.placement.Worlds.component;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kubewasm.placement.explain.Explanations;
import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.placement.facts.NodeSelectorTerm;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.testkit.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that nobody should give: an error that names it or an explained refusal, and never a hang or an overflow. */
@Timeout(120)
class BadInputTest {
    private static PlacementResult place(List<Nodes> nodes, Pods... pods) {
        Snapshot snapshot = new Snapshot(
                nodes.stream().map(Nodes::build).toList(),
                Arrays.stream(pods).map(Pods::build).toList());
        PlacementResult result = new Placer().place(snapshot, pending(snapshot), PlacementSettings.DEFAULT);
        WouldFit.verify(snapshot, result, "bad input");
        return result;
    }

    private static List<PodKey> pending(Snapshot snapshot) {
        return snapshot.pods().values().stream()
                .filter(pod -> pod.state().node().isEmpty())
                .map(PodFacts::key)
                .toList();
    }

    private static String refusal(PlacementResult result, String pod) {
        assertThat(result.of(key(pod))).isInstanceOf(PodOutcome.Unplaced.class);
        return Explanations.text(key(pod), (PodOutcome.Unplaced) result.of(key(pod)));
    }

    @Test
    void twoOfOneNameAreAnError() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> place(List.of(node("a"), node("a"))))
                .withMessageContaining("two nodes named a");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> place(List.of(node("a")), pod("p"), pod("p")))
                .withMessageContaining("two Pods named shop/p");
    }

    @Test
    void aNegativeRequestIsAnError() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pod("p").cpu(-1).build())
                .withMessageContaining("Pod shop/p requests -1 of cpu");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1_000_001, Long.MIN_VALUE})
    void aCostOutOfRangeIsAnError(long cost) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> node("a").cost(cost).build())
                .withMessageContaining("the cost of node a is " + cost);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, -4000, Long.MIN_VALUE})
    void aNodeWithoutCapacityTakesNothing(long capacity) {
        PlacementResult result = place(
                List.of(node("a").cpu(capacity).has("memory", capacity)),
                pod("p"),
                pod("asks-nothing").cpu(0).request("memory", 0));

        assertThat(refusal(result, "p")).contains("1 Insufficient cpu").contains("1 Insufficient memory");
        assertThat(result.of(key("asks-nothing"))).isInstanceOf(PodOutcome.Placed.class);
    }

    @Test
    void amountsAtTheEndOfTheRangeDontOverflow() {
        long max = Long.MAX_VALUE;
        PlacementResult result = place(
                List.of(node("huge").cpu(max).has("memory", max).has("pods", max), node("small")),
                pod("old").cpu(max).on("huge"),
                pod("older").cpu(max).on("huge"),
                pod("greedy").cpu(max).request("memory", max),
                pod("modest"));

        assertThat(refusal(result, "greedy")).contains("2 Insufficient cpu");
        assertThat(result.of(key("modest"))).isInstanceOf(PodOutcome.Placed.class);
    }

    @Test
    void pendingPodsMustBeThereAndPending() {
        Snapshot snapshot = new Snapshot(
                List.of(node("a").build()), List.of(pod("bound").on("a").build(), pod("p").build()));

        for (List<PodKey> pending :
                List.of(List.of(key("stranger")), List.of(key("bound")), List.of(key("p"), key("p")))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Placer().place(snapshot, pending, PlacementSettings.DEFAULT))
                    .withMessageContaining(pending.getFirst().toString());
        }
    }

    @Test
    void podsOnNodesThatArentThereAreNoProviders() {
        PlacementResult result = place(
                List.of(node("a")),
                replica("catalog", 1)
                        .runs(component(List.of(), List.of("a:b/c")))
                        .on("gone"),
                pod("shop").runs(component(List.of("a:b/c"), List.of())).traffic("3"));

        assertThat(refusal(result, "shop")).contains("1 have no Pod of deployment/catalog");
    }

    @Test
    void contradictoryRequirementsAreARefusal() {
        NodeRequirement contradiction = new NodeRequirement(
                new TreeMap<>(Map.of("rack", "a")),
                Optional.of(List.of(new NodeSelectorTerm(
                        List.of(new NodeSelectorTerm.Requirement("rack", NodeSelectorTerm.Operator.IN, List.of("b"))),
                        List.of()))),
                List.of());

        PlacementResult result = place(
                List.of(node("a").label("rack", "a"), node("b").label("rack", "b")),
                pod("torn").nodes(contradiction),
                replica("catalog", 1).selector("rack", "a").runs(component(List.of(), List.of("a:b/c"))),
                pod("shop").selector("rack", "b").runs(component(List.of("a:b/c"), List.of())));

        assertThat(refusal(result, "torn")).contains("2 node(s) didn't match").doesNotContain("It would fit");
        assertThat(refusal(result, "shop")).contains("were preferred");
    }

    @Test
    void whatImportsItselfAloneIsRefused() {
        PlacementResult result =
                place(List.of(node("a")), pod("ouroboros").runs(component(List.of("a:b/c"), List.of("a:b/c"))));

        assertThat(refusal(result, "ouroboros")).contains("it exports a:b/c itself");
    }

    private static final int MANY = Math.max(200, Scale.cases(10_000));

    @Test
    void manyProvidersOfOnePodAreExplained() {
        List<PodFacts> pods = new ArrayList<>();
        List<String> imports = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            imports.add("c:h/i" + i);
            pods.add(pod("p" + i)
                    .cpu(1)
                    .runs(component(List.of(), List.of("c:h/i" + i)))
                    .build());
        }
        pods.add(pod("hub").runs(component(imports, List.of())).build());
        Snapshot snapshot = new Snapshot(List.of(node("a").build(), node("b").build()), pods);

        PlacementResult result = new Placer().place(snapshot, pending(snapshot), PlacementSettings.DEFAULT);

        assertThat(refusal(result, "hub"))
                .contains(imports.size() > 300 ? "it has too many imports" : "0/2 nodes are available");
    }

    @Test
    void aCycleOfManyPodsIsNamed() {
        Pods[] pods = IntStream.range(0, MANY)
                .mapToObj(i ->
                        pod("p" + i).cpu(1).runs(component(List.of("c:h/i" + (i + 1) % MANY), List.of("c:h/i" + i))))
                .toArray(Pods[]::new);
        Snapshot snapshot = new Snapshot(
                List.of(node("a").build()), Arrays.stream(pods).map(Pods::build).toList());

        PlacementResult result = new Placer().place(snapshot, pending(snapshot), PlacementSettings.DEFAULT);

        assertThat(refusal(result, "p0"))
                .contains("this closes an import cycle")
                .hasSizeLessThan(10_000);
    }
}

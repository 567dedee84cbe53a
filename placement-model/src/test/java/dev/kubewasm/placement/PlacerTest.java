package dev.kubewasm.placement;

import static dev.kubewasm.placement.Nodes.node;
import static dev.kubewasm.placement.Pods.key;
import static dev.kubewasm.placement.Pods.pod;
import static dev.kubewasm.placement.Pods.replica;
import static dev.kubewasm.placement.Worlds.component;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.solver.ConstraintWeights;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.placement.wiring.WiredImport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacerTest {
    private static final List<NodeFacts> THREE_NODES = List.of(
            node("node-1").build(),
            node("node-2").build(),
            node("node-3").cpu(500).build());

    private final Placer placer = new Placer();

    @Test
    void aLinkGroupGoesToOneNode() {
        Snapshot snapshot = new Snapshot(THREE_NODES, pricing());

        PlacementResult result = place(snapshot);

        NodeName node = nodeOf(result, "storefront-1");
        assertThat(List.of("catalog-1", "discounts-1", "calculator-1"))
                .allSatisfy(name -> assertThat(nodeOf(result, name)).isEqualTo(node));
        PodOutcome.Placed calculator = (PodOutcome.Placed) result.of(key("calculator-1"));
        assertThat(calculator.wiring().imports("calculator-1"))
                .containsEntry(
                        "example:pricing/catalog",
                        new WiredImport.Provider(
                                replica("catalog", 1).build().workload(), Optional.of(key("catalog-1"))));
    }

    @Test
    void aConsumerGoesToTheNodeOfItsBoundProvider() {
        PodFacts catalog = replica("catalog", 1)
                .runs(component(List.of(), List.of("a:b/c")))
                .on("node-2")
                .build();
        PodFacts shop = pod("shop").runs(component(List.of("a:b/c"), List.of())).build();

        PlacementResult result = place(new Snapshot(THREE_NODES, List.of(catalog, shop)));

        assertThat(nodeOf(result, "shop")).isEqualTo(new NodeName("node-2"));
    }

    @Test
    void ofThreeReplicasTwoRunWhereThereAreTwoProvidersWithRoom() {
        List<NodeFacts> nodes = List.of(
                node("node-1").cpu(1500).build(),
                node("node-2").cpu(1500).build(),
                node("node-3").cpu(1500).build());
        PodFacts one = replica("catalog", 1)
                .cpu(500)
                .runs(component(List.of(), List.of("a:b/c")))
                .build();
        PodFacts two = replica("catalog", 2)
                .cpu(500)
                .runs(component(List.of(), List.of("a:b/c")))
                .build();
        List<PodFacts> pods = new ArrayList<>(List.of(one, two));
        for (int i = 1; i <= 3; i++) {
            pods.add(replica("shop", i)
                    .cpu(1000)
                    .order(i)
                    .runs(component(List.of("a:b/c"), List.of()))
                    .build());
        }

        PlacementResult result = place(new Snapshot(nodes, pods));

        assertThat(result.outcomes().values())
                .filteredOn(PodOutcome.Placed.class::isInstance)
                .hasSize(4);
        assertThat(result.outcomes().values())
                .filteredOn(PodOutcome.Unplaced.class::isInstance)
                .hasSize(1);
    }

    @Test
    void aPodWithoutComponentsIsAnOrdinaryPod() {
        PlacementResult result = place(new Snapshot(
                List.of(node("plain").noRuntime().build()), List.of(pod("web").build())));

        assertThat(nodeOf(result, "web")).isEqualTo(new NodeName("plain"));
    }

    @Test
    void whatFitsIsPlacedWhereNotAllFits() {
        Snapshot snapshot = new Snapshot(
                List.of(node("node-1").cpu(1000).build()),
                List.of(
                        pod("low").cpu(800).build(),
                        pod("high").cpu(800).priority(5).order(9).build()));

        PlacementResult result = place(snapshot);

        assertThat(nodeOf(result, "high")).isEqualTo(new NodeName("node-1"));
        assertThat(result.of(key("low"))).isInstanceOf(PodOutcome.Unplaced.class);
    }

    /** Of so many Pods and of so many nodes the start and the short list decide alone. */
    @Test
    void cheapNodesAreOpenedFirstHoweverManyPodsAndNodesThereAre() {
        List<PodFacts> pods = IntStream.range(0, 300)
                .mapToObj(i -> pod("p" + i).cpu(1).build())
                .toList();
        PlacementResult many = place(new Snapshot(
                List.of(
                        node("dear").has("pods", 1000).cost(1_000_000).build(),
                        node("free").has("pods", 1000).build()),
                pods));
        assertThat(pods)
                .allSatisfy(pod -> assertThat(nodeOf(many, pod.key().name())).isEqualTo(new NodeName("free")));

        List<NodeFacts> nodes = IntStream.rangeClosed(0, 300)
                .mapToObj(i -> node("n%03d".formatted(i))
                        .cpu(i == 200 ? 1_000 : 4_000)
                        .cost(i == 200 ? 0 : 1_000_000)
                        .build())
                .toList();
        PlacementResult listed =
                place(new Snapshot(nodes, List.of(pod("one").cpu(500).build())));
        assertThat(nodeOf(listed, "one")).isEqualTo(new NodeName("n200"));
    }

    @Test
    void anEmptyClusterAndNothingToDoAreNoErrors() {
        PodFacts web = pod("web").build();

        assertThat(place(new Snapshot(List.of(), List.of(web))).of(key("web"))).isInstanceOf(PodOutcome.Unplaced.class);
        assertThat(place(new Snapshot(THREE_NODES, List.of())).outcomes()).isEmpty();
    }

    @Test
    void refusesPodsThatAreNotPending() {
        PodFacts bound = pod("bound").on("node-1").build();
        Snapshot snapshot = new Snapshot(THREE_NODES, List.of(bound));

        assertThatThrownBy(() -> placer.place(snapshot, List.of(bound.key()), PlacementSettings.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Pod shop/bound is not pending");
        assertThatThrownBy(() -> placer.place(snapshot, List.of(key("ghost")), PlacementSettings.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shop/ghost");
    }

    static List<PodFacts> pricing() {
        return List.of(
                replica("catalog", 1)
                        .order(1)
                        .runs(component(List.of(), List.of("example:pricing/catalog")))
                        .build(),
                replica("discounts", 1)
                        .order(2)
                        .runs(component(List.of(), List.of("example:pricing/discounts")))
                        .build(),
                replica("calculator", 1)
                        .order(3)
                        .runs(component(
                                List.of("example:pricing/catalog", "example:pricing/discounts"),
                                List.of("example:pricing/calculator")))
                        .build(),
                replica("storefront", 1)
                        .order(4)
                        .cpu(400)
                        .runs(component(List.of("example:pricing/calculator"), List.of()))
                        .build());
    }

    private PlacementResult place(Snapshot snapshot) {
        List<PodKey> pending = snapshot.pods().values().stream()
                .filter(pod -> pod.state().node().isEmpty())
                .map(PodFacts::key)
                .toList();
        return placer.place(snapshot, pending, PlacementSettings.DEFAULT);
    }

    private static NodeName nodeOf(PlacementResult result, String pod) {
        assertThat(result.of(key(pod))).as(pod).isInstanceOf(PodOutcome.Placed.class);
        return ((PodOutcome.Placed) result.of(key(pod))).node();
    }

    /** The last of a chain takes the middle to a node that has the first already: there the middle stays. */
    @Test
    void aProviderThatWasTakenAlongIsntPlacedAgain() {
        Snapshot snapshot = new Snapshot(
                List.of(node("a").cpu(1000).build(), node("b").cpu(2000).build()),
                List.of(
                        replica("api", 1)
                                .cpu(500)
                                .runs(component(List.of(), List.of("x:y/api")))
                                .build(),
                        replica("api", 2)
                                .cpu(500)
                                .runs(component(List.of(), List.of("x:y/api")))
                                .on("b")
                                .build(),
                        pod("middle")
                                .cpu(500)
                                .runs(component(List.of("x:y/api"), List.of("x:y/middle")))
                                .build(),
                        pod("top")
                                .cpu(1000)
                                .runs(component(List.of("x:y/api", "x:y/middle"), List.of()))
                                .build()));

        PlacementResult result = new Placer()
                .place(
                        snapshot,
                        List.of(key("api-1"), key("middle"), key("top")),
                        new PlacementSettings(1, 0, Duration.ofMinutes(1), ConstraintWeights.DEFAULT));

        assertThat(((PodOutcome.Placed) result.of(key("top"))).node()).isEqualTo(new NodeName("b"));
        assertThat(((PodOutcome.Placed) result.of(key("middle"))).node()).isEqualTo(new NodeName("b"));
        assertThat(result.of(key("api-1"))).isInstanceOf(PodOutcome.Placed.class);
    }
}

package dev.kubewasm.placement;

import static dev.kubewasm.placement.Nodes.node;
import static dev.kubewasm.placement.Pods.key;
import static dev.kubewasm.placement.Pods.replica;
import static dev.kubewasm.placement.Worlds.component;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.explain.Explanations;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.wit.model.Type;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** New revisions of a Deployment whose Pods serve others. */
class RollOutTest {
    private static final String CATALOG = "example:pricing/catalog";
    private static final List<NodeFacts> NODES = List.of(
            node("node-1").build(), node("node-2").build(), node("node-3").build());

    private static Pods catalog(int number, String revision, Type result) {
        return replica("catalog", number)
                .label("pod-template-hash", revision)
                .cpu(100)
                .runs(component(List.of(), List.of(CATALOG), result, true));
    }

    private static Pods shop(int number, String revision, Type result) {
        return replica("shop", number)
                .label("pod-template-hash", revision)
                .runs(component(List.of(CATALOG), List.of(), result, true));
    }

    private static final Pods OLD = catalog(1, "old", Type.Primitive.U32).on("node-2");
    private static final Pods LINKED = shop(1, "old", Type.Primitive.U32).on("node-2");

    private static PodOutcome outcome(String pod, Pods... pods) {
        List<PodFacts> all = Stream.of(pods).map(Pods::build).toList();
        List<PodKey> pending = all.stream()
                .filter(p -> p.state().node().isEmpty())
                .map(PodFacts::key)
                .toList();
        PlacementResult result = new Placer().place(new Snapshot(NODES, all), pending, PlacementSettings.DEFAULT);
        return result.of(key(pod));
    }

    @Test
    void aNewProviderGoesBesideItsConsumersBeforeTheOldOneIsGone() {
        PodOutcome placed = outcome("catalog-2", OLD, LINKED, catalog(2, "new", Type.Primitive.U32));

        assertThat(((PodOutcome.Placed) placed).node()).isEqualTo(new NodeName("node-2"));
    }

    @Test
    void aMoreOfTheSameRevisionIsSpread() {
        PodOutcome placed = outcome("catalog-2", OLD, LINKED, catalog(2, "old", Type.Primitive.U32));

        assertThat(((PodOutcome.Placed) placed).node()).isNotEqualTo(new NodeName("node-2"));
    }

    @Test
    void aRevisionThatCantServeWhoIsLinkedStaysPending() {
        PodOutcome refused = outcome("catalog-2", OLD, LINKED, catalog(2, "new", Type.Primitive.F64));

        assertThat(Explanations.text(key("catalog-2"), (PodOutcome.Unplaced) refused))
                .isEqualTo(
                        "Pod catalog-2, container catalog-2 exports example:pricing/catalog: it would replace Pods that"
                                + " serve others, and can't serve them: deployment/shop imports example:pricing/catalog with other"
                                + " types: catalog#call › result: expected u32, found f64");
    }

    @Test
    void soDoesOneThatNoLongerExportsIt() {
        Pods without = replica("catalog", 2)
                .label("pod-template-hash", "new")
                .runs(component(List.of(), List.of("example:pricing/other")));

        assertThat(Explanations.text(
                        key("catalog-2"), (PodOutcome.Unplaced) outcome("catalog-2", OLD, LINKED, without)))
                .contains("deployment/shop imports example:pricing/catalog, which it has no fitting export for");
    }

    @Test
    void consumersThatAreRolledOutTooDontStandAgainstIt() {
        Pods provider = catalog(2, "new", Type.Primitive.F64);
        Pods consumer = shop(2, "new", Type.Primitive.F64);

        assertThat(outcome("catalog-2", OLD, LINKED, provider, consumer)).isInstanceOf(PodOutcome.Placed.class);
        assertThat(outcome("shop-2", OLD, LINKED, provider, consumer)).isInstanceOf(PodOutcome.Placed.class);
    }

    @Test
    void whereNobodyIsLinkedAnyRevisionWillDo() {
        assertThat(outcome("catalog-2", OLD, catalog(2, "new", Type.Primitive.F64)))
                .isInstanceOf(PodOutcome.Placed.class);
    }
}

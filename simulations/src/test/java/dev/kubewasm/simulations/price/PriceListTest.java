package dev.kubewasm.simulations.price;

import static dev.kubewasm.simulations.Clusters.node;
import static dev.kubewasm.simulations.Clusters.situation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.simulations.situation.Situation;
import dev.kubewasm.simulations.whatif.Change;
import dev.kubewasm.simulations.whatif.Changes;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PriceListTest {
    private static final Price PER_UNIT = new Price(Map.of(), Optional.empty(), Optional.empty(), 1, 10, 2.5);
    private static final Price UP_TO_FOUR = new Price(Map.of(), Optional.of(4_000L), Optional.of(8L << 30), 30, 0, 0);
    private static final Price LARGE =
            new Price(Map.of(Price.INSTANCE_TYPE_LABEL, "large"), Optional.empty(), Optional.empty(), 7, 0, 0);

    private static Node of(Node node, String key, String value, String cost) {
        return new NodeBuilder(node)
                .editMetadata()
                .addToLabels(key, value)
                .addToAnnotations("kube-wasm/cost", cost)
                .endMetadata()
                .build();
    }

    private static Situation cluster() {
        return situation(
                List.of(
                        node("small", 4, 8),
                        node("big", 8, 8),
                        of(node("typed", 16, 8), Price.INSTANCE_TYPE_LABEL, "large", "99")),
                List.of());
    }

    private static long cost(Situation situation, String node) {
        return situation.snapshot().node(new NodeName(node)).orElseThrow().cost();
    }

    @Test
    void theFirstPriceThatFitsHolds() {
        Situation priced = new PriceList(List.of(LARGE, UP_TO_FOUR, PER_UNIT)).applied(cluster());

        assertThat(cost(priced, "typed")).isEqualTo(7);
        assertThat(cost(priced, "small")).isEqualTo(30);
        assertThat(cost(priced, "big")).isEqualTo(1 + 80 + 20);
    }

    @Test
    void whatNoneFitsCostsWhatItDid() {
        PriceList prices = new PriceList(List.of(UP_TO_FOUR));
        Situation priced = prices.applied(cluster());

        assertThat(cost(priced, "typed")).isEqualTo(99);
        assertThat(cost(priced, "big")).isZero();
        assertThat(prices.unpriced(cluster().snapshot())).containsExactly(new NodeName("big"), new NodeName("typed"));
    }

    /** A node of another shape isn't of the type that it is called any more. */
    @Test
    void aNodeOfAnotherShapeCostsWhatThatDoes() {
        Change.NodeShape half = new Change.NodeShape(Optional.of(2_000L), Optional.of(4L << 30), Optional.empty());
        PriceList prices = new PriceList(List.of(LARGE, PER_UNIT));

        Situation changed = Changes.apply(
                new Change.Prices(prices.forOtherShapes()), Changes.apply(half, prices.applied(cluster())));

        assertThat(changed.snapshot().nodes().values())
                .extracting(NodeFacts::cost)
                .containsOnly(1L + 20 + 10);
        assertThatThrownBy(() -> Changes.apply(
                        new Change.Prices(new PriceList(List.of(LARGE)).forOtherShapes()),
                        Changes.apply(half, cluster())))
                .hasMessage("`prices` has none for big in its other shape; `cost` in `nodeShape` would say it too");
    }

    @Test
    void aPriceIsAnAmountThatANodeMayCost() {
        assertThatThrownBy(() -> new Price(Map.of(), Optional.empty(), Optional.empty(), -1, 0, 0))
                .hasMessage("`cost` is -1.0, must be from 0 to 1000000");
        assertThatThrownBy(() -> new PriceList(
                                List.of(new Price(Map.of(), Optional.empty(), Optional.empty(), 0, 1_000_000, 0)))
                        .applied(cluster()))
                .hasMessage("the cost of node big is 8000000, must be from 0 to 1000000");
    }
}

package dev.kubewasm.simulations.price;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.simulations.situation.Situation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Prices of nodes; of those that fit a node the first holds.
 *
 * @param prices in their order
 */
public record PriceList(List<Price> prices) {
    public PriceList {
        prices = List.copyOf(prices);
    }

    /** Every node costs as much. */
    public static PriceList flat(double cost) {
        return new PriceList(List.of(new Price(Map.of(), Optional.empty(), Optional.empty(), cost, 0, 0)));
    }

    /** The same without what only holds for nodes of the shape that their type has. */
    public PriceList forOtherShapes() {
        return new PriceList(
                prices.stream().filter(price -> !price.isOfInstanceType()).toList());
    }

    /** Nodes that none fits: they cost what they did. */
    public List<NodeName> unpriced(Snapshot snapshot) {
        return snapshot.nodes().values().stream()
                .filter(node -> price(node).isEmpty())
                .map(NodeFacts::name)
                .toList();
    }

    /**
     * The same where all nodes are to have a price, since what they cost was said of another shape.
     *
     * @throws IllegalArgumentException besides, if a node has none
     */
    public Situation appliedToAll(Situation situation) {
        List<NodeName> unpriced = unpriced(situation.snapshot());
        if (!unpriced.isEmpty()) {
            throw new IllegalArgumentException("`prices` has none for " + unpriced.getFirst()
                    + " in its other shape; `cost` in `nodeShape` would say it too");
        }
        return applied(situation);
    }

    private Optional<Price> price(NodeFacts node) {
        return prices.stream().filter(price -> price.fits(node)).findFirst();
    }

    /**
     * {@code situation} at these prices.
     *
     * @throws IllegalArgumentException if a node costs more than {@link NodeFacts#MAX_COST}; it is named
     */
    public Situation applied(Situation situation) {
        Snapshot snapshot = situation.snapshot();
        for (NodeFacts node : List.copyOf(snapshot.nodes().values())) {
            Optional<Price> price = price(node);
            if (price.isPresent()) {
                snapshot = snapshot.with(node.withCost(price.get().of(node)));
            }
        }
        return new Situation(snapshot, situation.pending(), situation.view(), situation.refused());
    }
}

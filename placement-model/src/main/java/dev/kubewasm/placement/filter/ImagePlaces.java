package dev.kubewasm.placement.filter;

import dev.kubewasm.placement.facts.NodeFacts;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which nodes have which image; gone through once, when somebody first asks, and kept up as nodes change. */
final class ImagePlaces {
    private static final BitSet NOWHERE = new BitSet();

    private @Nullable Map<String, BitSet> places;

    /** Nodes have other places now. */
    void forget() {
        places = null;
    }

    /** The node at a place has other images now. */
    void replace(int at, Set<String> before, Set<String> now) {
        @Nullable Map<String, BitSet> known = places;
        if (known == null || before.equals(now)) {
            return;
        }
        for (String image : before) {
            known.computeIfPresent(image, (_, nodes) -> {
                nodes.clear(at);
                return nodes.isEmpty() ? null : nodes;
            });
        }
        add(known, at, now);
    }

    /** The places of the nodes that have {@code image}; not to be changed. */
    BitSet of(String image, List<NodeFacts> nodes) {
        @Nullable Map<String, BitSet> known = places;
        if (known == null) {
            known = new HashMap<>();
            for (int at = 0; at < nodes.size(); at++) {
                add(known, at, nodes.get(at).images());
            }
            places = known;
        }
        return known.getOrDefault(image, NOWHERE);
    }

    private static void add(Map<String, BitSet> places, int at, Set<String> images) {
        for (String image : images) {
            places.computeIfAbsent(image, _ -> new BitSet()).set(at);
        }
    }
}

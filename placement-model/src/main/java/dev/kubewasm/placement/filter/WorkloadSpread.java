package dev.kubewasm.placement.filter;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** How many Pods of a workload each node and each zone has, kept up as they come and go; {@link NodeIndex} changes it. */
public final class WorkloadSpread {
    static final WorkloadSpread NOWHERE = new WorkloadSpread();

    private final Map<NodeName, Integer> nodes = new HashMap<>();
    private final Map<String, Integer> zones = new HashMap<>();
    private final BitSet places = new BitSet();
    private int pods;

    WorkloadSpread() {}

    /** How many there are in all, those on nodes that aren't there included. */
    public int pods() {
        return pods;
    }

    /** How many a node has. */
    public int on(NodeName node) {
        return nodes.getOrDefault(node, 0);
    }

    /** The places of the nodes that have some; a copy. */
    public BitSet places() {
        return (BitSet) places.clone();
    }

    /** Adds the places of the nodes that have some. */
    public void addPlaces(BitSet to) {
        to.or(places);
    }

    /** How many each zone has; zones without any are left out. */
    public Map<String, Integer> zones() {
        return Collections.unmodifiableMap(zones);
    }

    boolean isEmpty() {
        return nodes.isEmpty();
    }

    /** @param at the node's place; negative if it isn't there */
    void count(NodeName node, int at, Optional<String> zone, int by) {
        pods += by;
        boolean some = nodes.merge(node, by, WorkloadSpread::sum) != null;
        if (at >= 0) {
            places.set(at, some);
            zone.ifPresent(name -> zones.merge(name, by, WorkloadSpread::sum));
        }
    }

    @SuppressWarnings("NullAway") // null takes the entry away
    private static Integer sum(int a, int b) {
        return a + b == 0 ? null : a + b;
    }

    /** Nodes have other places or zones now. */
    void locate(List<NodeFacts> all, ToIntFunction<NodeName> places) {
        this.places.clear();
        zones.clear();
        nodes.forEach((node, count) -> {
            int at = places.applyAsInt(node);
            if (at >= 0) {
                this.places.set(at);
                all.get(at).zone().ifPresent(zone -> zones.merge(zone, count, WorkloadSpread::sum));
            }
        });
    }
}

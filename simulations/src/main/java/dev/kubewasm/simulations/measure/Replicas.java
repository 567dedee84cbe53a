package dev.kubewasm.simulations.measure;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.wiring.ImportWiring;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which replica of a provider is nearest to a node. The replicas of each provider are looked at once, whoever calls them. */
final class Replicas {
    private final Map<NodeName, Optional<String>> zones = new HashMap<>();
    private final Set<NodeName> linking = new HashSet<>();
    private final Map<PodKey, NodeName> where;
    private final IdentityHashMap<ImportWiring.Provider, Places> known = new IdentityHashMap<>();

    /** @param where Pods that have a node */
    Replicas(Snapshot snapshot, Map<PodKey, NodeName> where) {
        this.where = where;
        for (NodeFacts node : snapshot.nodes().values()) {
            zones.put(node.name(), node.zone());
            if (node.links()) {
                linking.add(node.name());
            }
        }
    }

    /** The first by name of the replicas that are equally near. */
    record Nearest(PodKey replica, CallClass reach) {}

    /** The first replica on each node and in each zone. */
    private record Places(Map<NodeName, PodKey> nodes, Map<Optional<String>, PodKey> zones) {}

    /** The nearest replica with a node; empty if none has one. */
    Optional<Nearest> nearest(ImportWiring.Provider provider, NodeName from) {
        Places places = known.computeIfAbsent(provider, this::places);
        @Nullable PodKey here = places.nodes().get(from);
        if (here != null) {
            return Optional.of(new Nearest(here, linking.contains(from) ? CallClass.IN_PROCESS : CallClass.SAME_NODE));
        }
        @Nullable PodKey inZone = places.zones().get(zone(from));
        if (inZone != null) {
            return Optional.of(new Nearest(inZone, CallClass.CROSS_NODE));
        }
        return places.zones().values().stream()
                .min(PodKey::compareTo)
                .map(replica -> new Nearest(replica, CallClass.CROSS_ZONE));
    }

    private Places places(ImportWiring.Provider provider) {
        Places places = new Places(new HashMap<>(), new HashMap<>());
        for (PodKey replica : provider.pods()) {
            @Nullable NodeName node = where.get(replica);
            if (node != null) {
                places.nodes().putIfAbsent(node, replica);
                places.zones().putIfAbsent(zone(node), replica);
            }
        }
        return places;
    }

    private Optional<String> zone(NodeName node) {
        return zones.getOrDefault(node, Optional.empty());
    }
}

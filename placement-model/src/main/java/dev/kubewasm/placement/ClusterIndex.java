package dev.kubewasm.placement;

import dev.kubewasm.placement.audit.Replicas;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.filter.NodeIndex;
import dev.kubewasm.placement.wiring.WiringGraph;
import dev.kubewasm.placement.wiring.WiringIndex;
import java.util.Collection;
import java.util.function.Function;

/**
 * What has been worked out about the last snapshot. The next one is followed by what differs; after a failure half way
 * everything is worked out anew. It holds one snapshot at a time: its users take turns.
 */
final class ClusterIndex {
    private Snapshot snapshot = Snapshot.EMPTY;
    private NodeIndex nodes = new NodeIndex();
    private WiringIndex wiring = new WiringIndex();
    private Replicas replicas = new Replicas();

    /**
     * The index while it is at one snapshot.
     *
     * @param replicas for the auditor alone
     */
    record View(NodeIndex nodes, WiringIndex index, Replicas replicas) {
        /** The wiring of these Pods and of all they may be linked to. */
        WiringGraph wiring(Collection<PodKey> pods) {
            return index.graph(pods);
        }
    }

    /** Brings the index to {@code next} and hands it out for as long as {@code use} takes. */
    synchronized <R> R with(Snapshot next, Function<View, R> use) {
        Snapshot.Changes changes = next.changesSince(snapshot);
        snapshot = Snapshot.EMPTY;
        NodeIndex followed = nodes;
        WiringIndex wired = wiring;
        Replicas counted = replicas;
        nodes = new NodeIndex();
        wiring = new WiringIndex();
        replicas = new Replicas();
        followed.apply(next, changes);
        wired.apply(changes);
        counted.apply(changes);
        snapshot = next;
        nodes = followed;
        wiring = wired;
        replicas = counted;
        return use.apply(new View(nodes, wiring, replicas));
    }
}

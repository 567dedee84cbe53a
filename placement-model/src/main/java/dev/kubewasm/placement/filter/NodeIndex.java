package dev.kubewasm.placement.filter;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.WorkloadRef;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What filters and the solver need to know of the nodes of a snapshot, kept from one to the next: their order, their
 * classes, what is free on each and where the replicas of each workload are. One owner; not for several threads.
 */
public final class NodeIndex {
    private Snapshot snapshot = Snapshot.EMPTY;
    private final List<NodeFacts> nodes = new ArrayList<>();
    /** The same, for others to look at. */
    private final List<NodeFacts> seen = Collections.unmodifiableList(nodes);

    private final Map<NodeName, Integer> index = new HashMap<>();
    private FreeTable free = new FreeTable(0);
    private final BitSet vacant = new BitSet();
    private final BitSet discouraging = new BitSet();
    private final Map<WorkloadRef, WorkloadSpread> replicas = new HashMap<>();
    private final Map<PodKey, NodeName> occupied = new HashMap<>();
    private NodeClasses classes = new NodeClasses(List.of());
    private final ImagePlaces images = new ImagePlaces();
    private ZonePlaces zones = new ZonePlaces(List.of());

    /** The index of a snapshot without nodes and Pods. */
    public NodeIndex() {}

    /** The index of a snapshot, from scratch. */
    public static NodeIndex of(Snapshot snapshot) {
        NodeIndex index = new NodeIndex();
        index.apply(snapshot, snapshot.changesSince(Snapshot.EMPTY));
        return index;
    }

    /** Follows the snapshot: {@code now} has these changes. */
    public void apply(Snapshot now, Snapshot.Changes changes) {
        snapshot = now;
        Set<NodeName> touched = new LinkedHashSet<>();
        boolean others = false;
        boolean moved = false;
        for (Snapshot.Change<NodeFacts> node : changes.nodes()) {
            others |= node.before().isEmpty() || node.now().isEmpty();
        }
        if (others) {
            number();
        } else {
            for (Snapshot.Change<NodeFacts> node : changes.nodes()) {
                NodeFacts facts = node.now().orElseThrow();
                moved |= !node.before().orElseThrow().zone().equals(facts.zone());
                int at = index.getOrDefault(facts.name(), -1);
                images.replace(at, nodes.get(at).images(), facts.images());
                nodes.set(at, facts);
                classes.replace(at, facts);
                touched.add(facts.name());
            }
        }
        if (others || moved) {
            zones = new ZonePlaces(nodes);
            replicas.values().forEach(spread -> spread.locate(nodes, this::indexOf));
        }
        for (Snapshot.Change<PodFacts> pod : changes.pods()) {
            pod.before().filter(PodFacts::occupies).ifPresent(before -> count(before, -1, touched));
            pod.now().filter(PodFacts::occupies).ifPresent(after -> count(after, 1, touched));
        }
        if (!others) {
            for (NodeName node : touched) {
                Integer at = index.get(node);
                if (at != null) {
                    measure(at);
                }
            }
        }
    }

    private void number() {
        nodes.clear();
        nodes.addAll(snapshot.nodes().values());
        index.clear();
        free = new FreeTable(nodes.size());
        vacant.clear();
        discouraging.clear();
        for (int at = 0; at < nodes.size(); at++) {
            index.put(nodes.get(at).name(), at);
            measure(at);
        }
        classes = new NodeClasses(nodes);
        images.forget();
    }

    private void measure(int at) {
        NodeFacts node = nodes.get(at);
        Resources used = Resources.NONE;
        Collection<PodFacts> occupants = snapshot.podsOn(node.name());
        for (PodFacts pod : occupants) {
            used = used.plus(pod.demand());
        }
        free.set(at, node.allocatable(), node.allocatable().minus(used));
        vacant.set(at, occupants.isEmpty());
        discouraging.set(
                at, node.taints().stream().anyMatch(taint -> !taint.effect().repels()));
    }

    private void count(PodFacts pod, int by, Set<NodeName> touched) {
        NodeName node = pod.boundTo();
        touched.add(node);
        if (by > 0) {
            occupied.put(pod.key(), node);
        } else {
            occupied.remove(pod.key());
        }
        if (!pod.state().terminating()) {
            int at = indexOf(node);
            WorkloadSpread spread = replicas.computeIfAbsent(pod.workload(), _ -> new WorkloadSpread());
            spread.count(node, at, at < 0 ? Optional.empty() : nodes.get(at).zone(), by);
            if (spread.isEmpty()) {
                replicas.remove(pod.workload());
            }
        }
    }

    /** The nodes, in the order of their names. */
    public List<NodeFacts> nodes() {
        return seen;
    }

    /** The place of a node in that order; -1 for one that isn't there. */
    public int indexOf(NodeName node) {
        return index.getOrDefault(node, -1);
    }

    /** The place of the node on which a Pod takes room; -1 if it takes none, or its node isn't there. */
    public int indexOf(PodKey pod) {
        @Nullable NodeName node = occupied.get(pod);
        return node == null ? -1 : indexOf(node);
    }

    /** What bound Pods leave of each node. */
    public FreeTable free() {
        return free;
    }

    /** Whether no Pod takes room on the node at this place. */
    public boolean vacant(int node) {
        return vacant.get(node);
    }

    /** Whether some node has a taint that discourages Pods and doesn't repel them. */
    public boolean anyDiscouraging() {
        return !discouraging.isEmpty();
    }

    /** Where the bound Pods of a workload are, those being deleted aside. */
    public WorkloadSpread replicas(WorkloadRef workload) {
        return replicas.getOrDefault(workload, WorkloadSpread.NOWHERE);
    }

    /** The places of the nodes that have an image; not to be changed. */
    public BitSet withImage(String image) {
        return images.of(image, nodes);
    }

    /** Which nodes are in which zone. */
    public ZonePlaces zones() {
        return zones;
    }

    /** What the nodes say to Pods with these needs. */
    public NodeClasses.Verdict ask(PodNeeds needs) {
        return classes.ask(needs);
    }
}

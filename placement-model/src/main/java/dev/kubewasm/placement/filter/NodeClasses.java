package dev.kubewasm.placement.filter;

import dev.kubewasm.placement.facts.HostCapabilities;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.NodeSelectorTerm;
import dev.kubewasm.placement.facts.Taint;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Nodes that no Pod so far could tell apart, filtered once for all: labels that no Pod asked for don't count, nor do the
 * names of nodes. A cluster of thousands of nodes mostly has a handful of such classes. One owner; not for several
 * threads.
 */
public final class NodeClasses {
    /** Verdicts kept; when there are more, all are dropped. */
    private static final int KEPT = 4096;

    private final List<NodeFacts> nodes;
    private final Map<NodeName, Integer> index = new HashMap<>();
    private final Set<String> keys = new HashSet<>(Set.of(NodeFacts.RUNTIME_LABEL));
    private final Map<Key, BitSet> classes = new HashMap<>();
    private final Map<PodNeeds, Verdict> known = new HashMap<>();

    /** The classes of {@code nodes}. */
    public NodeClasses(List<NodeFacts> nodes) {
        this.nodes = new ArrayList<>(nodes);
        for (NodeFacts node : nodes) {
            index.put(node.name(), index.size());
        }
        classify();
    }

    /**
     * What the nodes say to a Pod.
     *
     * @param allowed indices of the nodes that take it
     * @param rejected how many nodes don't, by reason
     */
    public record Verdict(BitSet allowed, Map<Rejection, Integer> rejected) {
        public Verdict {
            rejected = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(rejected));
        }
    }

    /** Takes other facts about a node that is among them. */
    void replace(int at, NodeFacts node) {
        Key before = key(nodes.get(at));
        Key now = key(node);
        nodes.set(at, node);
        if (!before.equals(now)) {
            classes.computeIfPresent(before, (key, members) -> {
                members.clear(at);
                return members.isEmpty() ? null : members;
            });
            classes.computeIfAbsent(now, key -> new BitSet()).set(at);
            known.clear();
        }
    }

    private void classify() {
        classes.clear();
        for (int i = 0; i < nodes.size(); i++) {
            classes.computeIfAbsent(key(nodes.get(i)), k -> new BitSet()).set(i);
        }
    }

    /** Asks one node of each class, and each node that the Pod names. The same object for equal needs, while it holds. */
    public Verdict ask(PodNeeds needs) {
        if (keys.addAll(labelKeys(needs))) {
            classify();
        }
        if (!needs.excluded().isEmpty()) {
            // Holds for this decision alone, and names many nodes.
            return verdict(needs);
        }
        if (known.size() >= KEPT) {
            known.clear();
        }
        return known.computeIfAbsent(needs, this::verdict);
    }

    private Verdict verdict(PodNeeds needs) {
        BitSet named = named(needs);
        List<BitSet> alike = new ArrayList<>();
        for (BitSet members : classes.values()) {
            BitSet unnamed = (BitSet) members.clone();
            unnamed.andNot(named);
            if (!unnamed.isEmpty()) {
                alike.add(unnamed);
            }
        }
        named.stream().forEach(node -> {
            BitSet one = new BitSet();
            one.set(node);
            alike.add(one);
        });
        // In the order of the nodes, so that neither the history of the classes nor their order shows.
        alike.sort(Comparator.comparingInt(members -> members.nextSetBit(0)));
        BitSet allowed = new BitSet();
        Map<Rejection, Integer> rejected = new LinkedHashMap<>();
        for (BitSet members : alike) {
            Optional<Rejection> rejection = NodeFilter.reject(needs, nodes.get(members.nextSetBit(0)));
            if (rejection.isEmpty()) {
                allowed.or(members);
            } else {
                rejected.merge(rejection.get(), members.cardinality(), Integer::sum);
            }
        }
        return new Verdict(allowed, rejected);
    }

    /** The nodes whose names are mentioned; all others look the same to a requirement on names. */
    private BitSet named(PodNeeds needs) {
        BitSet named = new BitSet();
        for (NodeName name : needs.excluded().keySet()) {
            Integer at = index.get(name);
            if (at != null) {
                named.set(at);
            }
        }
        for (NodeSelectorTerm term : needs.nodes().required().orElse(List.of())) {
            for (NodeSelectorTerm.Requirement field : term.matchFields()) {
                boolean ordered = field.operator() == NodeSelectorTerm.Operator.GT
                        || field.operator() == NodeSelectorTerm.Operator.LT;
                if (ordered) {
                    named.set(0, nodes.size());
                }
                field.values().stream()
                        .filter(name -> !name.isEmpty())
                        .map(name -> index.get(new NodeName(name)))
                        .filter(java.util.Objects::nonNull)
                        .forEach(named::set);
            }
        }
        return named;
    }

    private record Key(
            SortedMap<String, String> labels, List<Taint> taints, boolean unschedulable, HostCapabilities host) {}

    private Key key(NodeFacts node) {
        SortedMap<String, String> labels = new TreeMap<>();
        for (String key : keys) {
            String value = node.labels().get(key);
            if (value != null) {
                labels.put(key, value);
            }
        }
        return new Key(labels, node.taints(), node.unschedulable(), node.host());
    }

    private static Set<String> labelKeys(PodNeeds needs) {
        Set<String> keys = new HashSet<>(needs.nodes().nodeSelector().keySet());
        for (NodeSelectorTerm term : needs.nodes().required().orElse(List.of())) {
            term.matchExpressions().forEach(requirement -> keys.add(requirement.key()));
        }
        return keys;
    }
}

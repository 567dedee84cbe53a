package dev.kubewasm.placement.filter;

import dev.kubewasm.placement.facts.HostCapabilities;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.placement.facts.NodeSelectorTerm;
import dev.kubewasm.placement.facts.Taint;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Nodes that no Pod at hand can tell apart, filtered once for all: labels that no Pod asks for don't count. A cluster
 * of thousands of nodes mostly has a handful of such classes.
 */
public final class NodeClasses {
    private final List<NodeFacts> nodes;
    private final Set<String> keys;
    private final List<BitSet> classes = new ArrayList<>();

    /** The classes of {@code nodes} under the eyes of Pods with {@code needs}. */
    public NodeClasses(List<NodeFacts> nodes, Collection<PodNeeds> needs) {
        this.nodes = List.copyOf(nodes);
        this.keys = labelKeys(needs);
        Map<Key, BitSet> byKey = new LinkedHashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            byKey.computeIfAbsent(key(nodes.get(i)), k -> new BitSet()).set(i);
        }
        classes.addAll(byKey.values());
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

    /** Asks one node of each class, or each node where the Pod may mean a single one by its name. */
    public Verdict ask(PodNeeds needs) {
        BitSet allowed = new BitSet();
        Map<Rejection, Integer> rejected = new LinkedHashMap<>();
        if (namesNodes(needs.nodes())) {
            for (int i = 0; i < nodes.size(); i++) {
                BitSet one = new BitSet();
                one.set(i);
                ask(needs, one, allowed, rejected);
            }
        } else {
            classes.forEach(members -> ask(needs, members, allowed, rejected));
        }
        return new Verdict(allowed, rejected);
    }

    private void ask(PodNeeds needs, BitSet members, BitSet allowed, Map<Rejection, Integer> rejected) {
        Optional<Rejection> rejection = NodeFilter.reject(needs, nodes.get(members.nextSetBit(0)));
        if (rejection.isEmpty()) {
            allowed.or(members);
        } else {
            rejected.merge(rejection.get(), members.cardinality(), Integer::sum);
        }
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

    private static Set<String> labelKeys(Collection<PodNeeds> needs) {
        Set<String> keys = new HashSet<>(Set.of(NodeFacts.RUNTIME_LABEL));
        for (PodNeeds need : needs) {
            keys.addAll(need.nodes().nodeSelector().keySet());
            for (NodeSelectorTerm term : need.nodes().required().orElse(List.of())) {
                term.matchExpressions().forEach(requirement -> keys.add(requirement.key()));
            }
        }
        return keys;
    }

    private static boolean namesNodes(NodeRequirement requirement) {
        return requirement.required().orElse(List.of()).stream()
                .anyMatch(term -> !term.matchFields().isEmpty());
    }
}

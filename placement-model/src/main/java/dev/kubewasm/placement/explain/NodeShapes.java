package dev.kubewasm.placement.explain;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.placement.facts.NodeSelectorTerm;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.WasmFeature;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.filter.PodNeeds;
import dev.kubewasm.placement.result.Remedy.NodeShape;
import dev.kubewasm.placement.wiring.ImportWiring;
import dev.kubewasm.wit.model.InterfaceName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What an empty node must be like to take a Pod with all its providers. */
final class NodeShapes {
    private static final int MAX_GROUP = 64;

    private final SortedMap<String, String> labels = new TreeMap<>();
    private final Set<InterfaceName> hostInterfaces = new LinkedHashSet<>();
    private final Set<WasmFeature> wasmFeatures = new TreeSet<>();
    private final List<NodeRequirement> requirements = new ArrayList<>();
    private boolean possible = true;

    private NodeShapes() {}

    /**
     * A node that isn't there.
     *
     * @param shape what it must have
     * @param scaled providers that need another replica for it, and how many
     * @param alongside unplaced Pods that would be placed there too
     */
    record Empty(NodeShape shape, Map<WorkloadRef, Integer> scaled, List<PodKey> alongside) {}

    /** The node that would take {@code want}; absent where a provider can't be there, labels contradict, or other rules matter. */
    static Optional<Empty> empty(Want want, Standing standing) {
        NodeShapes shape = new NodeShapes();
        Map<WorkloadRef, Integer> scaled = new LinkedHashMap<>();
        Set<PodKey> group = new LinkedHashSet<>(List.of(want.pod().key()));
        Set<WorkloadRef> coming = new HashSet<>();
        Resources needed = want.demand();
        shape.add(want.needs());
        Deque<ImportWiring.Provider> open = new ArrayDeque<>(want.required());
        while (!open.isEmpty() && shape.possible) {
            ImportWiring.Provider provider = open.remove();
            if (coming.contains(provider.workload()) || provider.pods().stream().anyMatch(group::contains)) {
                continue;
            }
            Optional<PodKey> member =
                    provider.pods().stream().filter(standing::isOpen).findFirst();
            Optional<PodKey> chosen = member.or(() -> provider.workload().kind().equals("Pod")
                    ? Optional.empty()
                    : provider.pods().stream().filter(standing::isSound).findFirst());
            if (chosen.isEmpty() || group.size() > MAX_GROUP) {
                return Optional.empty();
            }
            PodKey model = chosen.get();
            if (member.isPresent()) {
                group.add(model);
            } else {
                coming.add(provider.workload());
                scaled.merge(provider.workload(), 1, Integer::sum);
            }
            Want next = standing.want(model);
            needed = needed.plus(next.demand());
            shape.add(next.needs());
            open.addAll(next.required());
        }
        return shape.possible && shape.suitsAll()
                ? Optional.of(new Empty(
                        new NodeShape(needed, shape.labels, shape.hostInterfaces, shape.wasmFeatures),
                        scaled,
                        group.stream().skip(1).toList()))
                : Optional.empty();
    }

    /** Whether each matches the labels that the others want as well: one may ask for a label not to be there. */
    private boolean suitsAll() {
        return requirements.stream().allMatch(requirement -> requirement
                .required()
                .map(terms -> terms.stream()
                        .anyMatch(term -> term.matchFields().isEmpty()
                                && !term.matchExpressions().isEmpty()
                                && matches(term, labels)))
                .orElse(true));
    }

    private void add(PodNeeds needs) {
        requirements.add(needs.nodes());
        Optional<SortedMap<String, String>> wanted = labels(needs.nodes());
        possible &= wanted.isPresent();
        wanted.ifPresent(map -> map.forEach(this::label));
        // Of rules that keep it from nodes that are there it isn't known what they would say of another.
        possible &= needs.excluded().isEmpty();
        if (needs.linked()) {
            label(NodeFacts.RUNTIME_LABEL, NodeFacts.LINKING_RUNTIME);
        } else if (needs.components()) {
            labels.putIfAbsent(NodeFacts.RUNTIME_LABEL, NodeFacts.LINKING_RUNTIME);
        }
        hostInterfaces.addAll(needs.hostInterfaces());
        wasmFeatures.addAll(needs.wasmFeatures());
    }

    private void label(String key, String value) {
        String other = labels.put(key, value);
        possible &= other == null || other.equals(value);
    }

    /** Labels with which a node matches {@code requirement}; absent where labels alone can't do. */
    private static Optional<SortedMap<String, String>> labels(NodeRequirement requirement) {
        if (requirement.required().isEmpty()) {
            return Optional.of(requirement.nodeSelector());
        }
        for (NodeSelectorTerm term : requirement.required().get()) {
            Optional<SortedMap<String, String>> labels = labels(term, requirement.nodeSelector());
            if (labels.isPresent()) {
                return labels;
            }
        }
        return Optional.empty();
    }

    private static Optional<SortedMap<String, String>> labels(
            NodeSelectorTerm term, SortedMap<String, String> selector) {
        if (!term.matchFields().isEmpty() || term.matchExpressions().isEmpty()) {
            return Optional.empty();
        }
        SortedMap<String, String> labels = new TreeMap<>(selector);
        for (NodeSelectorTerm.Requirement requirement : term.matchExpressions()) {
            if (requirement.operator() == NodeSelectorTerm.Operator.IN
                    && !requirement.values().isEmpty()) {
                labels.putIfAbsent(requirement.key(), requirement.values().getFirst());
            } else if (requirement.operator() == NodeSelectorTerm.Operator.EXISTS) {
                labels.putIfAbsent(requirement.key(), "");
            }
        }
        return matches(term, labels) ? Optional.of(labels) : Optional.empty();
    }

    private static boolean matches(NodeSelectorTerm term, SortedMap<String, String> labels) {
        return term.matchExpressions().stream().allMatch(requirement -> {
            String value = labels.get(requirement.key());
            return switch (requirement.operator()) {
                case IN -> value != null && requirement.values().contains(value);
                case NOT_IN -> value == null || !requirement.values().contains(value);
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
                case GT, LT -> false;
            };
        });
    }

    /** The labels of a plain selector that {@code node} lacks; empty where more than labels is asked, or its runtime. */
    static SortedMap<String, String> missingLabels(NodeRequirement requirement, NodeFacts node) {
        SortedMap<String, String> missing = new TreeMap<>(requirement.nodeSelector());
        missing.entrySet().removeAll(node.labels().entrySet());
        return requirement.required().isPresent() || missing.containsKey(NodeFacts.RUNTIME_LABEL)
                ? Collections.emptySortedMap()
                : missing;
    }
}

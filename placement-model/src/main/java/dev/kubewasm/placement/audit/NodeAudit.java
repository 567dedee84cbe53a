package dev.kubewasm.placement.audit;

import dev.kubewasm.placement.facts.ContainerFacts;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.placement.facts.NodeSelectorTerm;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.Taint;
import dev.kubewasm.placement.facts.Toleration;
import dev.kubewasm.placement.facts.WasmFeature;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a node takes a Pod: taints, selector, affinity, what other rules say, runtime and features, written out again from the
 * rules.
 */
final class NodeAudit {
    private NodeAudit() {}

    /** Why {@code node} doesn't take {@code pod}, in words. */
    static Optional<String> refusal(PodFacts pod, NodeFacts node) {
        if (node.unschedulable()) {
            Taint cordon = new Taint("node.kubernetes.io/unschedulable", "", Taint.Effect.NO_SCHEDULE);
            if (!ignores(pod, cordon)) {
                return Optional.of("the node is cordoned");
            }
        }
        for (Taint taint : node.taints()) {
            boolean hard = taint.effect() == Taint.Effect.NO_SCHEDULE || taint.effect() == Taint.Effect.NO_EXECUTE;
            if (hard && !ignores(pod, taint)) {
                return Optional.of("taint " + taint + " isn't tolerated");
            }
        }
        for (Map.Entry<String, String> wanted : pod.nodes().nodeSelector().entrySet()) {
            if (!node.labels().containsKey(wanted.getKey())
                    || !node.labels().get(wanted.getKey()).equals(wanted.getValue())) {
                return Optional.of("the node has no label " + wanted.getKey() + "=" + wanted.getValue());
            }
        }
        if (pod.nodes().required().isPresent()
                && !anyTermHolds(pod.nodes().required().get(), node)) {
            return Optional.of("no term of the required node affinity holds");
        }
        for (Map.Entry<NodeName, String> kept : pod.excluded().entrySet()) {
            if (kept.getKey().equals(node.name())) {
                return Optional.of("a rule keeps the Pod from the node: " + kept.getValue());
            }
        }
        return components(pod, node);
    }

    private static Optional<String> components(PodFacts pod, NodeFacts node) {
        for (ContainerFacts container : pod.containers()) {
            if (container.component().isEmpty()) {
                continue;
            }
            if (!node.labels().containsKey("kube-wasm/runtime")) {
                return Optional.of("the node has no WebAssembly runtime");
            }
            if (node.host().wasmFeatures().isPresent()) {
                for (WasmFeature feature : container.component().get().wasmFeatures()) {
                    if (!node.host().wasmFeatures().get().contains(feature)) {
                        return Optional.of("the node's engine lacks " + feature);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The weights of the preferred terms that don't hold, added up. */
    static long unmetPreferences(PodFacts pod, NodeFacts node) {
        long unmet = 0;
        for (NodeRequirement.PreferredTerm preferred : pod.nodes().preferred()) {
            unmet += anyTermHolds(List.of(preferred.term()), node) ? 0 : preferred.weight();
        }
        return unmet;
    }

    /** The number of taints that would rather not have the Pod, and that it doesn't tolerate. */
    static long discouragements(PodFacts pod, NodeFacts node) {
        long count = 0;
        for (Taint taint : node.taints()) {
            count += taint.effect() == Taint.Effect.PREFER_NO_SCHEDULE && !ignores(pod, taint) ? 1 : 0;
        }
        return count;
    }

    private static boolean ignores(PodFacts pod, Taint taint) {
        for (Toleration toleration : pod.tolerations()) {
            boolean effect =
                    toleration.effect().isEmpty() || toleration.effect().get() == taint.effect();
            boolean everyKey = toleration.key().isEmpty() && toleration.operator() == Toleration.Operator.EXISTS;
            boolean value = toleration.operator() == Toleration.Operator.EXISTS
                    || toleration.value().equals(taint.value());
            if (effect && (everyKey || (toleration.key().equals(taint.key()) && value))) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyTermHolds(List<NodeSelectorTerm> terms, NodeFacts node) {
        for (NodeSelectorTerm term : terms) {
            int requirements =
                    term.matchExpressions().size() + term.matchFields().size();
            int holding = 0;
            for (NodeSelectorTerm.Requirement requirement : term.matchExpressions()) {
                String value = node.labels().containsKey(requirement.key())
                        ? "=" + node.labels().get(requirement.key())
                        : "";
                holding += holds(requirement, value) ? 1 : 0;
            }
            for (NodeSelectorTerm.Requirement requirement : term.matchFields()) {
                String value = requirement.key().equals("metadata.name")
                        ? "=" + node.name().value()
                        : "";
                holding += holds(requirement, value) ? 1 : 0;
            }
            if (requirements > 0 && holding == requirements) {
                return true;
            }
        }
        return false;
    }

    /** {@code found} is empty for a missing value, else {@code =} and the value. */
    private static boolean holds(NodeSelectorTerm.Requirement requirement, String found) {
        boolean listed = false;
        for (String value : requirement.values()) {
            listed |= found.equals("=" + value);
        }
        return switch (requirement.operator()) {
            case IN -> listed;
            case NOT_IN -> !listed;
            case EXISTS -> !found.isEmpty();
            case DOES_NOT_EXIST -> found.isEmpty();
            case GT, LT -> ordered(requirement, found);
        };
    }

    private static boolean ordered(NodeSelectorTerm.Requirement requirement, String found) {
        if (found.isEmpty() || requirement.values().size() != 1) {
            return false;
        }
        try {
            long left = Long.parseLong(found.substring(1));
            long right = Long.parseLong(requirement.values().getFirst());
            return requirement.operator() == NodeSelectorTerm.Operator.GT ? left > right : left < right;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}

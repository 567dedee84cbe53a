package dev.kubewasm.placement.filter;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.placement.facts.Taint;
import dev.kubewasm.placement.facts.Toleration;
import dev.kubewasm.placement.facts.WasmFeature;
import dev.kubewasm.wit.model.InterfaceName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Whether a node takes a Pod, resources aside. The rules of kube-scheduler's plugins, in their order, then our own. */
public final class NodeFilter {
    private static final Taint CORDON = new Taint("node.kubernetes.io/unschedulable", "", Taint.Effect.NO_SCHEDULE);

    private NodeFilter() {}

    /** The first reason why {@code node} doesn't take a Pod with these needs; empty if it does. */
    public static Optional<Rejection> reject(PodNeeds needs, NodeFacts node) {
        List<Rejection> first = new ArrayList<>(1);
        boolean none = visit(needs, node, rejection -> {
            first.add(rejection);
            return false;
        });
        return none ? Optional.empty() : Optional.of(first.getFirst());
    }

    /** All reasons why {@code node} doesn't take a Pod with these needs, those that follow from others left out. */
    public static List<Rejection> rejections(PodNeeds needs, NodeFacts node) {
        List<Rejection> all = new ArrayList<>();
        return visit(needs, node, all::add) ? all : List.of();
    }

    /** Shows the reasons one after the other, as long as {@code more} says so; whether it did to the end. */
    private static boolean visit(PodNeeds needs, NodeFacts node, Predicate<Rejection> more) {
        if (node.unschedulable()
                && !tolerated(CORDON, needs.tolerations())
                && !more.test(new Rejection.Unschedulable())) {
            return false;
        }
        for (Taint taint : node.taints()) {
            if (taint.effect().repels()
                    && !tolerated(taint, needs.tolerations())
                    && !more.test(new Rejection.UntoleratedTaint(taint.key(), taint.value()))) {
                return false;
            }
        }
        if (!needs.nodes().accepts(node.name().value(), node.labels()) && !more.test(new Rejection.NodeAffinity())) {
            return false;
        }
        String rule = needs.excluded().get(node.name());
        if (rule != null && !more.test(new Rejection.Rule(rule))) {
            return false;
        }
        return !needs.components() || visitComponents(needs, node, more);
    }

    private static boolean visitComponents(PodNeeds needs, NodeFacts node, Predicate<Rejection> more) {
        Optional<String> runtime = node.runtime();
        if (runtime.isEmpty()) {
            return more.test(new Rejection.NoWasmRuntime());
        }
        if (needs.linked() && !node.links() && !more.test(new Rejection.CannotLink(runtime.get()))) {
            return false;
        }
        for (InterfaceName name : needs.hostInterfaces()) {
            if (!node.supplies(name) && !more.test(new Rejection.LacksHostInterface(name))) {
                return false;
            }
        }
        Set<WasmFeature> features = node.host().wasmFeatures().orElse(needs.wasmFeatures());
        for (WasmFeature feature : needs.wasmFeatures()) {
            if (!features.contains(feature) && !more.test(new Rejection.LacksWasmFeature(feature))) {
                return false;
            }
        }
        return true;
    }

    /** The weights of the preferred terms that {@code node} doesn't match, added up. */
    public static int unmetPreferences(NodeRequirement requirement, NodeFacts node) {
        int unmet = 0;
        for (NodeRequirement.PreferredTerm preferred : requirement.preferred()) {
            if (!preferred.term().matches(node.name().value(), node.labels())) {
                unmet += preferred.weight();
            }
        }
        return unmet;
    }

    /** The number of {@code PreferNoSchedule} taints of {@code node} that are not tolerated. */
    public static int discouragingTaints(List<Toleration> tolerations, NodeFacts node) {
        int count = 0;
        for (Taint taint : node.taints()) {
            if (!taint.effect().repels() && !tolerated(taint, tolerations)) {
                count++;
            }
        }
        return count;
    }

    private static boolean tolerated(Taint taint, List<Toleration> tolerations) {
        return tolerations.stream().anyMatch(toleration -> toleration.tolerates(taint));
    }
}

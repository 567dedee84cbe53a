package dev.kubewasm.benchmarks.placement;

import dev.kubewasm.placement.audit.ScoreAudit;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.filter.NodeFilter;
import dev.kubewasm.placement.filter.PodNeeds;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.result.Score;
import dev.kubewasm.placement.solver.ConstraintWeights;
import dev.kubewasm.placement.wiring.PodWiring;
import dev.kubewasm.placement.wiring.Wirer;
import dev.kubewasm.wit.model.InterfaceName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Puts Pods on nodes without any solver, for what is there before a measurement begins and for peers. */
final class Clusters {
    private Clusters() {}

    /** The Pod as bound to a node and ready. */
    static PodFacts bound(PodFacts pod, NodeName node) {
        return pod.withState(new PodState(Optional.of(node), PodState.Phase.RUNNING, false, true));
    }

    /** The score of a placement of pending Pods by the auditor, over all nodes. */
    static Score score(Snapshot snapshot, PlacementResult result, ConstraintWeights weights) {
        Map<PodKey, NodeName> placed = new HashMap<>();
        result.outcomes().forEach((key, outcome) -> {
            if (outcome instanceof PodOutcome.Placed place) {
                placed.put(key, place.node());
            }
        });
        return ScoreAudit.score(
                snapshot, Wirer.wire(snapshot), new HashSet<>(result.outcomes().keySet()), placed, weights.byName());
    }

    /** What they take together. */
    static Resources demand(List<PodFacts> pods) {
        Resources sum = Resources.NONE;
        for (PodFacts pod : pods) {
            sum = sum.plus(pod.demand());
        }
        return sum;
    }

    /** Applications, each whole on a random node with room, until there are {@code count} Pods. */
    static List<PodFacts> boundApplications(
            int count, List<NodeFacts> nodes, Supplier<List<PodFacts>> applications, SplittableRandom random) {
        List<Resources> free =
                new ArrayList<>(nodes.stream().map(NodeFacts::allocatable).toList());
        List<PodFacts> pods = new ArrayList<>();
        while (pods.size() < count) {
            List<PodFacts> application = applications.get();
            Resources demand = demand(application);
            List<PodNeeds> needs = application.stream().map(Clusters::needs).toList();
            for (int tries = 0; tries < 100; tries++) {
                int at = random.nextInt(nodes.size());
                if (demand.fits(free.get(at))
                        && needs.stream().allMatch(need -> NodeFilter.reject(need, nodes.get(at))
                                .isEmpty())) {
                    free.set(at, free.get(at).minus(demand));
                    application.forEach(pod -> pods.add(bound(pod, nodes.get(at).name())));
                    break;
                }
            }
        }
        return pods;
    }

    /** What a Pod asks of its node, resources and providers aside. */
    static PodNeeds needs(PodFacts pod) {
        List<InterfaceName> hosts = new ArrayList<>();
        pod.containers().forEach(container -> container
                .component()
                .ifPresent(component -> component.world().imports().keySet().forEach(key -> InterfaceName.parse(key)
                        .filter(name -> name.pkg().namespace().equals(NodeFacts.WASI))
                        .ifPresent(hosts::add))));
        PodNeeds plain = PodNeeds.of(pod, PodWiring.NONE);
        return new PodNeeds(plain.nodes(), plain.tolerations(), plain.components(), true, hosts, Set.of());
    }
}

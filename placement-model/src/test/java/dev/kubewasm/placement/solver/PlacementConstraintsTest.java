package dev.kubewasm.placement.solver;

import static dev.kubewasm.placement.Nodes.node;
import static dev.kubewasm.placement.Pods.pod;
import static dev.kubewasm.placement.Pods.replica;
import static dev.kubewasm.placement.Worlds.component;

import ai.timefold.solver.core.api.score.stream.Constraint;
import ai.timefold.solver.core.api.score.stream.ConstraintFactory;
import ai.timefold.solver.core.api.score.stream.test.ConstraintVerifier;
import ai.timefold.solver.core.api.score.stream.test.SingleConstraintAssertion;
import dev.kubewasm.placement.Nodes;
import dev.kubewasm.placement.Pods;
import dev.kubewasm.placement.facts.LinkPolicies;
import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.placement.facts.NodeSelectorTerm;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.Taint;
import dev.kubewasm.placement.wiring.Wirer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Each constraint: once where it weighs, once where it doesn't. */
class PlacementConstraintsTest {
    private static final ConstraintVerifier<PlacementConstraints, PlacementSolution> VERIFIER =
            ConstraintVerifier.build(new PlacementConstraints(), PlacementSolution.class, PodPlacement.class);

    private static final Nodes A = node("a").cpu(1000);
    private static final Nodes B = node("b").cpu(1000);

    private static final Pods PROVIDER = pod("provider").runs(component(List.of(), List.of("x:y/z")));
    private static final Pods CONSUMER = pod("consumer").runs(component(List.of("x:y/z"), List.of()));

    private static Pods preferring() {
        return pod("consumer")
                .runs(component(List.of("x:y/z"), List.of()))
                .policies(new LinkPolicies(Map.of(), LinkPolicy.PREFERRED));
    }

    /** A problem and where its Pods are put. */
    private static final class Given {
        private final List<Nodes> nodes;
        private final List<PodFacts> pods = new ArrayList<>();
        private final Map<String, String> places = new TreeMap<>();
        private final Map<PodKey, Residence> residences = new HashMap<>();

        Given(Nodes... nodes) {
            this.nodes = List.of(nodes);
        }

        Given bound(Pods... bound) {
            Arrays.stream(bound).map(Pods::build).forEach(pods::add);
            return this;
        }

        Given put(Pods pod, String node) {
            pods.add(pod.build());
            places.put(pod.build().key().name(), node);
            return this;
        }

        /** A Pod that is bound to one node and put on another. */
        Given move(Pods pod, String from, String to) {
            residences.put(pod.build().key(), new Residence(new NodeName(from), true));
            return put(pod, to);
        }

        SingleConstraintAssertion by(BiFunction<PlacementConstraints, ConstraintFactory, Constraint> constraint) {
            Snapshot snapshot = new Snapshot(nodes.stream().map(Nodes::build).toList(), pods);
            List<PodFacts> pending =
                    pods.stream().filter(pod -> pod.state().node().isEmpty()).toList();
            PlacementProblem problem = new ProblemBuilder(snapshot, Wirer.wire(snapshot), pending, residences)
                    .build()
                    .problem();
            List<Object> facts = new ArrayList<>(problem.required());
            facts.addAll(problem.preferred());
            facts.addAll(problem.provisions());
            facts.addAll(problem.edges());
            facts.addAll(problem.ends());
            facts.addAll(problem.stranded());
            for (PendingPod pod : problem.pods()) {
                PodPlacement placement = new PodPlacement(pod);
                String place = places.getOrDefault(pod.key().name(), "");
                problem.nodes().stream()
                        .filter(node -> node.name().value().equals(place))
                        .forEach(placement::setNode);
                facts.add(placement);
            }
            return VERIFIER.verifyThat(constraint).given(facts.toArray());
        }
    }

    @Test
    void nodeCapacityWeighsWhatIsTooMuch() {
        new Given(A, B)
                .put(pod("p").cpu(700), "a")
                .put(pod("q").cpu(700), "a")
                .by(PlacementConstraints::nodeCapacity)
                .penalizesBy(401);
    }

    @Test
    void nodeCapacityCountsBoundPods() {
        new Given(A, B)
                .bound(pod("old").cpu(900).on("a"))
                .put(pod("p").cpu(100), "a")
                .put(pod("q").cpu(100), "a")
                .by(PlacementConstraints::nodeCapacity)
                .penalizesBy(101);
    }

    @Test
    void nodeCapacityCountsPods() {
        new Given(node("a").has("pods", 1))
                .put(pod("p"), "a")
                .put(pod("q"), "a")
                .by(PlacementConstraints::nodeCapacity)
                .penalizesBy(1001);
    }

    @Test
    void nodeCapacityAllowsAFullNode() {
        new Given(A, B)
                .put(pod("p").cpu(500), "a")
                .put(pod("q").cpu(500), "a")
                .put(pod("r").cpu(500), "")
                .by(PlacementConstraints::nodeCapacity)
                .hasNoImpact();
    }

    @Test
    void requiredLinkWeighsAConsumerWithoutProvider() {
        new Given(A, B)
                .put(PROVIDER, "a")
                .put(CONSUMER, "b")
                .by(PlacementConstraints::requiredLink)
                .penalizesBy(1);
        new Given(A, B)
                .put(PROVIDER, "")
                .put(CONSUMER, "b")
                .by(PlacementConstraints::requiredLink)
                .penalizesBy(1);
    }

    @Test
    void requiredLinkHoldsOnOneNodeAndForUnplacedConsumers() {
        new Given(A, B)
                .put(PROVIDER, "a")
                .put(CONSUMER, "a")
                .by(PlacementConstraints::requiredLink)
                .hasNoImpact();
        new Given(A, B)
                .put(PROVIDER, "a")
                .put(CONSUMER, "")
                .by(PlacementConstraints::requiredLink)
                .hasNoImpact();
        new Given(A, B)
                .bound(pod("provider")
                        .runs(component(List.of(), List.of("x:y/z")))
                        .on("b"))
                .put(CONSUMER, "b")
                .by(PlacementConstraints::requiredLink)
                .hasNoImpact();
    }

    @Test
    void unplacedPodWeighsMoreThanAllPodsOfLowerPriority() {
        new Given(A, B)
                .put(pod("p"), "")
                .put(pod("q"), "")
                .put(pod("r").priority(7), "")
                .by(PlacementConstraints::unplacedPod)
                .penalizesBy(1 + 1 + 3);
    }

    @Test
    void unplacedPodIsNoneThatIsPlaced() {
        new Given(A).put(pod("p"), "a").by(PlacementConstraints::unplacedPod).hasNoImpact();
    }

    @Test
    void preferredLinkWeighsAConsumerWithoutProvider() {
        new Given(A, B)
                .put(PROVIDER, "a")
                .put(preferring(), "b")
                .by(PlacementConstraints::preferredLink)
                .penalizesBy(1);
    }

    @Test
    void preferredLinkHoldsOnOneNode() {
        new Given(A, B)
                .put(PROVIDER, "b")
                .put(preferring(), "b")
                .by(PlacementConstraints::preferredLink)
                .hasNoImpact();
    }

    private static Pods preferringFastDisks() {
        NodeSelectorTerm fast = new NodeSelectorTerm(
                List.of(new NodeSelectorTerm.Requirement("disk", NodeSelectorTerm.Operator.IN, List.of("fast"))),
                List.of());
        return pod("p").nodes(new NodeRequirement(
                new TreeMap<>(), Optional.empty(), List.of(new NodeRequirement.PreferredTerm(40, fast))));
    }

    @Test
    void preferredNodeAffinityWeighsWhatTheNodeDoesntMatch() {
        new Given(A, B)
                .put(preferringFastDisks(), "a")
                .by(PlacementConstraints::preferredNodeAffinity)
                .penalizesBy(40);
    }

    @Test
    void preferredNodeAffinityIsMetByAMatchingNode() {
        new Given(node("a").label("disk", "fast"))
                .put(preferringFastDisks(), "a")
                .by(PlacementConstraints::preferredNodeAffinity)
                .hasNoImpact();
    }

    @Test
    void discouragingTaintWeighsEachThatIsntTolerated() {
        new Given(node("a").taint("old", "", Taint.Effect.PREFER_NO_SCHEDULE))
                .put(pod("p"), "a")
                .by(PlacementConstraints::discouragingTaint)
                .penalizesBy(1);
    }

    @Test
    void discouragingTaintIsNoneOfAnotherNode() {
        new Given(node("a").taint("old", "", Taint.Effect.PREFER_NO_SCHEDULE), B)
                .put(pod("p"), "b")
                .by(PlacementConstraints::discouragingTaint)
                .hasNoImpact();
    }

    @Test
    void workloadSpreadWeighsPairsOnANode() {
        new Given(A, B)
                .bound(replica("web", 1).on("a"))
                .put(replica("web", 2), "a")
                .put(replica("web", 3), "a")
                .by(PlacementConstraints::workloadSpread)
                .penalizesBy(3);
    }

    @Test
    void workloadSpreadDoesntMindOtherWorkloads() {
        new Given(A, B)
                .put(replica("web", 1), "a")
                .put(replica("web", 2), "b")
                .put(replica("api", 1), "a")
                .by(PlacementConstraints::workloadSpread)
                .hasNoImpact();
    }

    @Test
    void balanceWeighsSquaresOfSharesTaken() {
        new Given(A, B)
                .put(pod("p").cpu(500).request("memory", 0), "a")
                .by(PlacementConstraints::balance)
                .penalizesBy(250);
        new Given(A, B)
                .bound(pod("old").cpu(500).request("memory", 0).on("a"))
                .put(pod("p").cpu(500).request("memory", 0), "a")
                .by(PlacementConstraints::balance)
                .penalizesBy(750);
    }

    @Test
    void balanceDoesntMindPodsThatAskForNothing() {
        new Given(A)
                .put(pod("p").cpu(0).request("memory", 0), "a")
                .by(PlacementConstraints::balance)
                .hasNoImpact();
    }

    @Test
    void nodeInUseWeighsANodeThatWasVacant() {
        new Given(A, B)
                .put(pod("p"), "a")
                .put(pod("q"), "a")
                .by(PlacementConstraints::nodeInUse)
                .penalizesBy(1);
    }

    @Test
    void nodeInUseDoesntMindANodeWithPods() {
        new Given(A, B)
                .bound(pod("old").on("a"))
                .put(pod("p"), "a")
                .by(PlacementConstraints::nodeInUse)
                .hasNoImpact();
    }

    @Test
    void preferredLinkWeighsItsTraffic() {
        new Given(A, B)
                .put(PROVIDER, "a")
                .put(preferring().traffic("x:y/z=7"), "b")
                .by(PlacementConstraints::preferredLink)
                .penalizesBy(7);
    }

    private static Pods caller(int number) {
        return replica("front", number)
                .runs(component(List.of("x:y/z"), List.of()))
                .policies(new LinkPolicies(Map.of(), LinkPolicy.PREFERRED))
                .traffic("3");
    }

    private static Pods called(int number) {
        return replica("back", number).runs(component(List.of(), List.of("x:y/z")));
    }

    @Test
    void gainedAffinityWeighsWhatIsLost() {
        new Given(A, B)
                .put(caller(1), "a")
                .put(called(1), "b")
                .by(PlacementConstraints::gainedAffinity)
                .penalizesBy(3 * 1000);
        // On node a: a third of the callers and half of what they call; on b two thirds and half.
        new Given(A, B)
                .bound(caller(1).on("a"), called(1).on("b"))
                .put(caller(2), "b")
                .put(caller(3), "b")
                .put(called(2), "a")
                .by(PlacementConstraints::gainedAffinity)
                .penalizesBy(3 * 1000 - 1000 - 1500);
    }

    @Test
    void gainedAffinityHoldsWhereSharesAreEqual() {
        new Given(A, B)
                .put(caller(1), "a")
                .put(called(1), "a")
                .put(caller(2), "b")
                .put(called(2), "b")
                .by(PlacementConstraints::gainedAffinity)
                .hasNoImpact();
        new Given(A, B)
                .put(PROVIDER, "a")
                .put(preferring(), "b")
                .by(PlacementConstraints::gainedAffinity)
                .hasNoImpact();
    }

    @Test
    void strandedConsumerWeighsThoseLeftWithoutAProvider() {
        new Given(A, B)
                .bound(CONSUMER_BOUND)
                .put(PROVIDER, "b")
                .by(PlacementConstraints::strandedConsumer)
                .penalizesBy(1);
    }

    private static final Pods CONSUMER_BOUND =
            pod("waiting").runs(component(List.of("x:y/z"), List.of())).on("a");

    @Test
    void strandedConsumerIsNoneThatGetsAProviderOrHasOne() {
        new Given(A, B)
                .bound(CONSUMER_BOUND)
                .put(PROVIDER, "a")
                .by(PlacementConstraints::strandedConsumer)
                .hasNoImpact();
        new Given(A, B)
                .bound(CONSUMER_BOUND, called(1).on("a"))
                .put(called(2), "b")
                .by(PlacementConstraints::strandedConsumer)
                .hasNoImpact();
    }

    @Test
    void strandedConsumerIsOneWhoseProviderIsOfAnotherRevision() {
        new Given(A, B)
                .bound(
                        CONSUMER_BOUND,
                        called(1).label("pod-template-hash", "old").on("a"))
                .put(called(2).label("pod-template-hash", "new"), "b")
                .by(PlacementConstraints::strandedConsumer)
                .penalizesBy(1);
        new Given(A, B)
                .bound(
                        CONSUMER_BOUND,
                        called(1).label("pod-template-hash", "old").on("a"))
                .put(called(2).label("pod-template-hash", "new"), "a")
                .by(PlacementConstraints::strandedConsumer)
                .hasNoImpact();
    }

    private static Pods web() {
        return pod("web").runs(component(List.of(), List.of()));
    }

    @Test
    void imageLocalityWeighsAnImageThatIsElsewhere() {
        new Given(A, node("b").images("registry.example.com/web"))
                .put(web(), "a")
                .by(PlacementConstraints::imageLocality)
                .penalizesBy(1);
    }

    @Test
    void imageLocalityDoesntMindWhatIsThereOrNowhere() {
        new Given(A, node("b").images("registry.example.com/web"))
                .put(web(), "b")
                .by(PlacementConstraints::imageLocality)
                .hasNoImpact();
        new Given(A, B).put(web(), "a").by(PlacementConstraints::imageLocality).hasNoImpact();
    }

    @Test
    void zoneSpreadWeighsPairsInAZone() {
        new Given(node("a").zone("east"), node("b").zone("east"))
                .bound(replica("web", 1).on("a"))
                .put(replica("web", 2), "b")
                .put(replica("web", 3), "b")
                .by(PlacementConstraints::zoneSpread)
                .penalizesBy(3);
    }

    @Test
    void zoneSpreadDoesntMindOtherZonesOrNodesWithoutOne() {
        new Given(node("a").zone("east"), node("b").zone("west"), node("c"))
                .put(replica("web", 1), "a")
                .put(replica("web", 2), "b")
                .put(replica("web", 3), "c")
                .put(replica("web", 4), "c")
                .by(PlacementConstraints::zoneSpread)
                .hasNoImpact();
    }

    @Test
    void nodeCostWeighsWhatANodeTakenIntoUseCosts() {
        new Given(node("a").cost(96), B)
                .put(pod("p"), "a")
                .put(pod("q"), "a")
                .by(PlacementConstraints::nodeCost)
                .penalizesBy(96);
    }

    @Test
    void nodeCostDoesntMindANodeInUse() {
        new Given(node("a").cost(96), B)
                .bound(pod("old").on("a"))
                .put(pod("p"), "a")
                .put(pod("q"), "b")
                .by(PlacementConstraints::nodeCost)
                .hasNoImpact();
    }

    @Test
    void disruptionWeighsEachPodThatIsMoved() {
        new Given(A, B)
                .move(pod("p"), "a", "b")
                .move(pod("q"), "b", "a")
                .put(pod("new"), "a")
                .by(PlacementConstraints::disruption)
                .penalizesBy(2);
    }

    @Test
    void disruptionDoesntMindAPodThatStays() {
        new Given(A, B)
                .move(pod("p"), "a", "a")
                .put(pod("new"), "b")
                .by(PlacementConstraints::disruption)
                .hasNoImpact();
    }
}

package dev.kubewasm.placement.solver;

import static dev.kubewasm.placement.Nodes.node;
import static dev.kubewasm.placement.Pods.pod;
import static dev.kubewasm.placement.Pods.replica;
import static dev.kubewasm.placement.Worlds.component;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.Instances;
import dev.kubewasm.placement.Nodes;
import dev.kubewasm.placement.Placer;
import dev.kubewasm.placement.Pods;
import dev.kubewasm.placement.audit.ScoreAudit;
import dev.kubewasm.placement.facts.LinkPolicies;
import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.result.Score;
import dev.kubewasm.placement.wiring.Wirer;
import dev.kubewasm.placement.wiring.WiringGraph;
import dev.kubewasm.testkit.Scale;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Of more nodes than are looked at one by one those are listed that a soft constraint speaks for. */
class ShortlistTest {
    private static final PlacementSettings SETTINGS = PlacementSettings.DEFAULT.forBatch(1);

    /** One that nothing but a soft constraint speaks for: something runs there, and nothing on the others. */
    private static final String RIGHT = "n120";

    private static final Pods FILLER = pod("filler").cpu(2000).on(RIGHT);

    private final Placer placer = new Placer();

    @Test
    void whereConsumersWaitForAProvider() {
        Pods consumer = pod("shop").runs(component(List.of("a:b/c"), List.of())).on(RIGHT);

        assertThat(nodeOf(nodes(Nodes::node), catalog(2), FILLER, consumer)).isEqualTo(RIGHT);
    }

    @Test
    void whereTheProviderThatConsumersHaveIsOnItsWayOut() {
        Pods consumer = pod("shop").runs(component(List.of("a:b/c"), List.of())).on(RIGHT);
        Pods old = catalog(1).label("pod-template-hash", "old").on(RIGHT);

        assertThat(nodeOf(nodes(Nodes::node), catalog(2).label("pod-template-hash", "new"), FILLER, old, consumer))
                .isEqualTo(RIGHT);
    }

    @Test
    void whereConsumersWithStatedTrafficAre() {
        assertThat(nodeOf(nodes(Nodes::node), catalog(2), FILLER, catalog(1).on("n121"), caller().on(RIGHT)))
                .isEqualTo(RIGHT);
    }

    @Test
    void whereProvidersWithStatedTrafficAre() {
        assertThat(nodeOf(nodes(Nodes::node), caller(), FILLER, catalog(1).on(RIGHT)))
                .isEqualTo(RIGHT);
    }

    @Test
    void whatAProviderGainsByItselfCountsThoughItsConsumerHasNoRoomThere() {
        Pods waiting = pod("old").runs(component(List.of("a:b/c"), List.of())).on(RIGHT);
        Pods large = pod("shop").cpu(3000).runs(component(List.of("a:b/c"), List.of()));
        List<PodFacts> pods = List.of(
                FILLER.build(), waiting.build(), catalog(1).build(), catalog(2).build(), large.build());

        PlacementResult result = placer.place(
                new Snapshot(nodes(Nodes::node), pods),
                List.of(Pods.key("catalog-1"), Pods.key("catalog-2"), Pods.key("shop")),
                SETTINGS);

        assertThat(List.of(Pods.key("catalog-1"), Pods.key("catalog-2")))
                .anyMatch(key -> ((PodOutcome.Placed) result.of(key)).node().equals(new NodeName(RIGHT)));
    }

    @Test
    void whereTheImageIs() {
        Pods web = pod("web").runs(component(List.of(), List.of()));
        Pods little = pod("little").cpu(200).on(RIGHT);

        assertThat(nodeOf(
                        nodes(name -> name.equals(RIGHT) ? node(name).images("registry.example.com/web") : node(name)),
                        web,
                        little))
                .isEqualTo(RIGHT);
    }

    @Test
    void inAZoneWithoutReplicas() {
        assertThat(nodeOf(
                        nodes(name -> node(name).zone(name.equals(RIGHT) ? "west" : "east")),
                        replica("web", 2),
                        replica("web", 1).on("n000"),
                        pod("little").cpu(400).on(RIGHT)))
                .isEqualTo(RIGHT);
    }

    /** The indices follow: a node gets the image, another loses it. */
    @Test
    void whereTheImageIsByNow() {
        Pods web = pod("web").runs(component(List.of(), List.of()));
        Snapshot before = new Snapshot(
                nodes(name -> name.equals("n007") ? node(name).images("registry.example.com/web") : node(name)),
                List.of(web.build()));
        placer.place(before, List.of(Pods.key("web")), SETTINGS);
        Snapshot now = before.with(
                        node(RIGHT).images("registry.example.com/web").build())
                .with(node("n007").build());

        assertThat(((PodOutcome.Placed) placer.place(now, List.of(Pods.key("web")), SETTINGS)
                                .of(Pods.key("web")))
                        .node())
                .isEqualTo(new NodeName(RIGHT));
    }

    /** Beside the same search over all nodes, by the auditor's score over all nodes. */
    @Test
    void ofFewPodsThePlacementIsAsGoodAsWithAllNodes() {
        int cases = Scale.cases(1_000);
        int asGood = 0;
        for (long seed = 0; seed < cases; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Snapshot snapshot = bound(Instances.ofNodes(random, random.nextInt(201, 261), 60), random);
            WiringGraph wiring = Wirer.wire(snapshot);
            List<PodFacts> pending = snapshot.pods().values().stream()
                    .filter(pod -> pod.state().node().isEmpty()
                            && wiring.of(pod.key()).failures().isEmpty())
                    .toList();
            Score listed = listed(snapshot, wiring, pending);
            Score all = all(snapshot, wiring, pending);

            assertThat(listed.hard()).as("seed %d", seed).isZero();
            assertThat(listed.medium()).as("seed %d", seed).isGreaterThanOrEqualTo(all.medium());
            asGood += listed.medium() > all.medium() || listed.soft() >= all.soft() ? 1 : 0;
        }
        assertThat(asGood).as("of %d", cases).isGreaterThanOrEqualTo(cases * 95 / 100);
    }

    /** Some of the Pods, at most three of which none has a node, and all others bound somewhere. */
    private static Snapshot bound(Snapshot snapshot, RandomGenerator random) {
        List<PodFacts> pods = new ArrayList<>();
        List<NodeFacts> nodes = List.copyOf(snapshot.nodes().values());
        int waiting = random.nextInt(1, 4);
        List<PodFacts> shuffled = new ArrayList<>(snapshot.pods().values());
        Collections.shuffle(shuffled, Random.from(random));
        for (PodFacts pod : shuffled) {
            boolean pending = pod.state().node().isEmpty() && waiting-- > 0;
            Optional<NodeName> node =
                    Optional.of(nodes.get(random.nextInt(nodes.size())).name());
            pods.add(pending ? pod : pod.withState(new PodState(node, PodState.Phase.RUNNING, false, true)));
        }
        return new Snapshot(nodes, pods);
    }

    private Score listed(Snapshot snapshot, WiringGraph wiring, List<PodFacts> pending) {
        PlacementResult result =
                placer.place(snapshot, pending.stream().map(PodFacts::key).toList(), SETTINGS);
        Map<PodKey, NodeName> placed = new HashMap<>();
        result.outcomes().forEach((key, outcome) -> {
            if (outcome instanceof PodOutcome.Placed at) {
                placed.put(key, at.node());
            }
        });
        return score(snapshot, wiring, pending, placed);
    }

    private static Score all(Snapshot snapshot, WiringGraph wiring, List<PodFacts> pending) {
        Map<PodKey, NodeName> placed = new HashMap<>();
        new PlacementSolver()
                .solve(new ProblemBuilder(snapshot, wiring, pending).build().problem(), SETTINGS)
                .nodes()
                .forEach((pod, node) -> placed.put(pending.get(pod).key(), node.name()));
        return score(snapshot, wiring, pending, placed);
    }

    private static Score score(
            Snapshot snapshot, WiringGraph wiring, List<PodFacts> pending, Map<PodKey, NodeName> placed) {
        return ScoreAudit.score(
                snapshot,
                wiring,
                new HashSet<>(pending.stream().map(PodFacts::key).toList()),
                placed,
                SETTINGS.weights().byName());
    }

    private static List<NodeFacts> nodes(Function<String, Nodes> made) {

        List<NodeFacts> nodes = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            nodes.add(made.apply("n%03d".formatted(i)).build());
        }
        return nodes;
    }

    private static Pods catalog(int number) {
        return replica("catalog", number).runs(component(List.of(), List.of("a:b/c")));
    }

    private static Pods caller() {
        return replica("shop", 1)
                .policies(new LinkPolicies(Map.of(), LinkPolicy.PREFERRED))
                .traffic("50")
                .runs(component(List.of("a:b/c"), List.of()));
    }

    private String nodeOf(List<NodeFacts> nodes, Pods pending, Pods... bound) {
        PodFacts asked = pending.build();
        List<PodFacts> pods = new ArrayList<>(List.of(asked));
        for (Pods pod : bound) {
            pods.add(pod.build());
        }
        PlacementResult result = placer.place(new Snapshot(nodes, pods), List.of(asked.key()), SETTINGS);
        return ((PodOutcome.Placed) result.of(asked.key())).node().value();
    }
}

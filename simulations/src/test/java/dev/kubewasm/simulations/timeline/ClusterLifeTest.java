package dev.kubewasm.simulations.timeline;

import static dev.kubewasm.simulations.Clusters.bound;
import static dev.kubewasm.simulations.Clusters.labelled;
import static dev.kubewasm.simulations.Clusters.node;
import static dev.kubewasm.simulations.Clusters.owned;
import static dev.kubewasm.simulations.Clusters.ownedBy;
import static dev.kubewasm.simulations.Clusters.pod;
import static dev.kubewasm.simulations.Clusters.situation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.LabelSelector.Operator;
import dev.kubewasm.placement.facts.LabelSelector.Requirement;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.scheduler.framework.AffinityTerm;
import dev.kubewasm.scheduler.framework.PodAffinity;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.SpreadConstraint;
import dev.kubewasm.scheduler.port.ClusterObject;
import dev.kubewasm.simulations.situation.KubeSchedulerView;
import dev.kubewasm.simulations.situation.Situation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What controllers make of events, without a strategy: a Pod gets its node when the test says so. */
class ClusterLifeTest {
    private static final NodeName A = new NodeName("a");
    private static final NodeName B = new NodeName("b");
    private static final OptionalLong FOREVER = OptionalLong.empty();

    private Agenda agenda = new Agenda();
    private Recorder recorder = new Recorder();
    private long now;

    private ClusterLife life(Situation situation) {
        agenda = new Agenda();
        recorder = new Recorder();
        return new ClusterLife(situation, new Timeline(1_000_000, 1, List.of(), List.of()), agenda, recorder, 0);
    }

    private static Situation web(int replicas) {
        return situation(
                List.of(node("a", 64, 64), node("b", 64, 64)),
                IntStream.rangeClosed(1, replicas)
                        .mapToObj(i -> bound(
                                owned(labelled(pod("web-" + i, 100, 100), "pod-template-hash", "h1"), "web"), "a"))
                        .toList());
    }

    private static WorkloadRef workload(Situation situation, String name) {
        return situation.snapshot().pods().values().stream()
                .map(PodFacts::workload)
                .filter(workload -> workload.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<PodFacts> pods(ClusterLife life) {
        return List.copyOf(life.situation().snapshot().pods().values());
    }

    private boolean happen(ClusterLife life, Occurrence occurrence) {
        return life.happen(++now, occurrence);
    }

    /** Everything that waits gets a node until nothing waits. */
    private void bindAll(ClusterLife life, NodeName node) {
        while (!life.waiting().isEmpty()) {
            life.bind(++now, life.waiting().iterator().next(), node);
        }
    }

    /** What was entered for later and is of this kind, happens now. */
    private void happenLater(ClusterLife life, Class<? extends Occurrence> kind) {
        while (agenda.hasNext(Long.MAX_VALUE)) {
            Occurrence next = agenda.next().occurrence();
            if (kind.isInstance(next)) {
                happen(life, next);
            }
        }
    }

    @Test
    void anUpgradedPodGoesWhenItsTimeHasCome() {
        Situation situation = web(1);
        ClusterLife life = life(situation);
        happen(life, new Occurrence.Arrival(workload(situation, "web"), OptionalLong.of(500)));
        bindAll(life, B);
        happen(life, new Occurrence.Upgrade(workload(situation, "web")));
        bindAll(life, B);
        assertThat(pods(life)).hasSize(2);

        happenLater(life, Occurrence.Departure.class);

        assertThat(pods(life)).hasSize(1);
    }

    /** One that departs while another is to take its place takes that along. */
    @Test
    void whatDepartsInARolloutIsNotReplaced() {
        Situation situation = web(1);
        ClusterLife life = life(situation);
        happen(life, new Occurrence.Upgrade(workload(situation, "web")));
        assertThat(pods(life)).hasSize(2);

        assertThat(happen(life, new Occurrence.Departure(new PodKey("default", "web-1"))))
                .isTrue();

        assertThat(pods(life)).isEmpty();
        assertThat(life.waiting()).isEmpty();
        assertThat(happen(life, new Occurrence.Departure(new PodKey("default", "web-1"))))
                .isFalse();
    }

    /** Those of a drained node were made again already, of the new version. */
    @Test
    void aDrainInARolloutLeavesAsManyAsThereWere() {
        Situation situation = web(3);
        ClusterLife life = life(situation);
        happen(life, new Occurrence.Upgrade(workload(situation, "web")));
        happen(life, new Occurrence.Drain(A));
        bindAll(life, B);

        assertThat(pods(life)).hasSize(3).allSatisfy(pod -> assertThat(pod.revision())
                .isEqualTo("sim-0"));
    }

    @Test
    void whatIsOwedCountsWhenAWorkloadIsScaled() {
        Situation situation = web(4);
        ClusterLife life = life(situation);
        happen(life, new Occurrence.Failure(A, 350, FOREVER));
        happen(life, new Occurrence.Scaling(workload(situation, "web"), 10));
        assertThat(life.waiting()).hasSize(6);

        happenLater(life, Occurrence.Recreation.class);
        assertThat(life.waiting()).hasSize(10);
    }

    @Test
    void whatIsOwedIsWantedNoMoreAfterScalingDown() {
        Situation situation = web(4);
        ClusterLife life = life(situation);
        happen(life, new Occurrence.Failure(A, 350, FOREVER));
        happen(life, new Occurrence.Scaling(workload(situation, "web"), 1));

        happenLater(life, Occurrence.Recreation.class);
        assertThat(life.waiting()).hasSize(1);
    }

    @Test
    void theSurplusOfARolloutIsNoReplica() {
        Situation situation = web(2);
        ClusterLife life = life(situation);
        happen(life, new Occurrence.Upgrade(workload(situation, "web")));
        happen(life, new Occurrence.Scaling(workload(situation, "web"), 5));
        bindAll(life, B);

        assertThat(pods(life)).hasSize(5);
    }

    /** The next version has another hash, and the Pods of its own are meant by it: in their ReplicaSet's selector too. */
    @Test
    void anUpgradeIsANewVersion() {
        Situation described = web(1);
        LabelSelector own =
                new LabelSelector(List.of(new Requirement("pod-template-hash", Operator.IN, List.of("h1"))));
        PodKey first = new PodKey("default", "web-1");
        PodInfo info = Objects.requireNonNull(described.view().pods().get(first));
        PodInfo spread = info.of(
                info.labels(),
                new PodAffinity(
                        List.of(),
                        List.of(new AffinityTerm(Set.of("default"), Optional.empty(), own, "zone")),
                        List.of(),
                        List.of()),
                List.of(new SpreadConstraint(1, "zone", true, own, 1, true, false)),
                info.workload());
        Situation situation = new Situation(
                described.snapshot(),
                described.pending(),
                new KubeSchedulerView(
                        described.view().nodes(),
                        Map.of(first, spread),
                        List.of(new ClusterObject.Workload("default", new PodInfo.Workload("ReplicaSet", "web"), own))),
                described.refused());
        ClusterLife life = life(situation);
        happen(life, new Occurrence.Upgrade(workload(situation, "web")));
        PodKey made = life.waiting().iterator().next();

        PodInfo now = Objects.requireNonNull(life.situation().view().pods().get(made));
        LabelSelector others = own.replacing("pod-template-hash", "h1", "sim-0");
        assertThat(life.situation().snapshot().pod(made).orElseThrow().revision())
                .isEqualTo("sim-0");
        assertThat(now.labels()).containsEntry("pod-template-hash", "sim-0");
        assertThat(now.spread().getFirst().pods()).isEqualTo(others);
        assertThat(now.affinity().requiredAnti().getFirst().pods()).isEqualTo(others);
        assertThat(life.situation().view().objects())
                .endsWith(new ClusterObject.Workload("default", now.workload().orElseThrow(), others))
                .hasSize(2);
    }

    /** They stay in a drain, go with the node without waiting for another, and are there again when it is back. */
    @Test
    void podsOfDaemonSetsBelongToTheirNodes() {
        Situation situation = situation(
                List.of(node("a", 4, 8), node("b", 4, 8)),
                List.of(
                        bound(ownedBy(pod("agent-1", 100, 100), "DaemonSet", "agent"), "a"),
                        bound(ownedBy(pod("proxy-a", 100, 100), "Node", "a"), "a")));
        ClusterLife life = life(situation);

        happen(life, new Occurrence.Drain(A));
        assertThat(life.situation().snapshot().podsOn(A)).hasSize(2);

        happen(life, new Occurrence.Failure(A, 350, OptionalLong.of(500)));
        happenLater(life, Occurrence.Recreation.class);
        assertThat(pods(life)).isEmpty();
        assertThat(life.waiting()).isEmpty();

        happen(life, new Occurrence.Return(A));
        assertThat(life.situation().snapshot().podsOn(A))
                .extracting(pod -> pod.key().name())
                .containsExactly("agent-1", "proxy-a");

        happen(life, new Occurrence.Addition(A, 1));
        assertThat(life.situation().snapshot().podsOn(new NodeName("a-sim-0")))
                .extracting(pod -> pod.key().name())
                .containsExactly("agent-1-a-sim-0", "proxy-a-a-sim-0");

        now += 1000;
        recorder.advance(now);
        assertThat(recorder.result().evicted()).isZero();
    }

    /** A Pod that has gone before the strategy's answer has come true isn't bound. */
    @Test
    void whatIsGoneIsNotBound() {
        Situation situation = web(1);
        ClusterLife life = life(situation);
        happen(life, new Occurrence.Scaling(workload(situation, "web"), 2));
        PodKey waiting = life.waiting().iterator().next();
        happen(life, new Occurrence.Scaling(workload(situation, "web"), 1));

        life.bind(++now, waiting, B);

        assertThat(pods(life)).hasSize(1);
    }

    /**
     * An oracle that knows of each workload only how many there are to be: whatever happens in whatever order, when everything has
     * a node and everything lost was missed, there are as many.
     */
    @ParameterizedTest
    @ValueSource(longs = {0, 1_000, 2_000, 3_000})
    void thereAreAsManyAsThereAreToBe(long firstSeed) {
        for (long seed = firstSeed; seed < firstSeed + 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Situation situation = situation(
                    List.of(node("a", 64, 64), node("b", 64, 64), node("c", 64, 64)),
                    List.of(
                            bound(owned(pod("web-1", 10, 10), "web"), "a"),
                            bound(owned(pod("web-2", 10, 10), "web"), "b"),
                            bound(owned(pod("api-1", 10, 10), "api"), "c")));
            ClusterLife life = life(situation);
            List<WorkloadRef> workloads = List.of(workload(situation, "web"), workload(situation, "api"));
            Map<WorkloadRef, Integer> wanted = new TreeMap<>(Map.of(workloads.get(0), 2, workloads.get(1), 1));
            for (int i = 0; i < 60; i++) {
                step(life, workloads.get(random.nextInt(2)), wanted, random);
            }
            happenLater(life, Occurrence.Recreation.class);
            happen(life, new Occurrence.Addition(A, 1));
            bindAll(
                    life,
                    new NodeName(life.situation()
                            .snapshot()
                            .nodes()
                            .keySet()
                            .iterator()
                            .next()
                            .value()));

            Map<WorkloadRef, Integer> there = new HashMap<>();
            pods(life).forEach(pod -> there.merge(pod.workload(), 1, Integer::sum));
            wanted.values().removeIf(count -> count == 0);
            assertThat(there).as("seed %d", seed).isEqualTo(wanted);
        }
    }

    private void step(
            ClusterLife life, WorkloadRef workload, Map<WorkloadRef, Integer> wanted, SplittableRandom random) {
        List<NodeName> nodes = List.of(A, B, new NodeName("c"));
        NodeName node = nodes.get(random.nextInt(3));
        switch (random.nextInt(14)) {
            case 0 -> {
                happen(life, new Occurrence.Arrival(workload, FOREVER));
                wanted.merge(workload, 1, Integer::sum);
            }
            case 1 -> {
                List<PodFacts> running = running(life, workload);
                if (!running.isEmpty()) {
                    happen(
                            life,
                            new Occurrence.Departure(
                                    running.get(random.nextInt(running.size())).key()));
                    wanted.merge(workload, -1, Integer::sum);
                }
            }
            case 2 -> {
                int replicas = random.nextInt(6);
                happen(life, new Occurrence.Scaling(workload, replicas));
                wanted.put(workload, replicas);
            }
            case 3 -> happen(life, new Occurrence.Upgrade(workload));
            case 4 -> happen(life, new Occurrence.Drain(node));
            case 5 -> happen(life, new Occurrence.Failure(node, 10, OptionalLong.of(20)));
            case 6 -> happen(life, new Occurrence.Return(node));
            case 7 -> happen(life, new Occurrence.Reclaim(node, 5, OptionalLong.of(20)));
            case 8 -> {
                List<PodFacts> running = running(life, workload);
                if (!running.isEmpty()) {
                    life.preempt(
                            ++now, running.get(random.nextInt(running.size())).key());
                }
            }
            case 9 -> {
                if (agenda.hasNext(Long.MAX_VALUE)) {
                    happen(life, agenda.next().occurrence());
                }
            }
            default -> {
                List<PodKey> waiting = new ArrayList<>(life.waiting());
                if (!waiting.isEmpty() && life.situation().snapshot().node(node).isPresent()) {
                    life.bind(++now, waiting.get(random.nextInt(waiting.size())), node);
                }
            }
        }
    }

    private static List<PodFacts> running(ClusterLife life, WorkloadRef workload) {
        return pods(life).stream()
                .filter(pod -> pod.occupies() && pod.workload().equals(workload))
                .toList();
    }
}

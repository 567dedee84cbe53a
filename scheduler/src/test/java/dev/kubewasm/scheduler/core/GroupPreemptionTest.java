package dev.kubewasm.scheduler.core;

import static dev.kubewasm.scheduler.core.Fixtures.component;
import static dev.kubewasm.scheduler.core.Fixtures.key;
import static dev.kubewasm.scheduler.core.Fixtures.node;
import static dev.kubewasm.scheduler.core.Fixtures.pod;
import static dev.kubewasm.scheduler.core.Fixtures.with;
import static dev.kubewasm.scheduler.core.Fixtures.withPriority;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.PendingGroups;
import dev.kubewasm.placement.Steps;
import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.PodState.Phase;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.scheduler.component.ComponentResolver;
import dev.kubewasm.scheduler.framework.Importance;
import dev.kubewasm.scheduler.framework.profile.DisruptionBudget;
import dev.kubewasm.scheduler.port.ClusterObject;
import dev.kubewasm.scheduler.port.ObservedPod;
import dev.kubewasm.scheduler.port.PodEvent;
import dev.kubewasm.scheduler.port.VolumePort;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A consumer and its provider, of priority 10, come to nodes that are full of less important Pods. */
class GroupPreemptionTest {
    private static final String INTERFACE = "package a:b {\n  interface c { f: func(); }\n}\n";

    private final ManualClock clock = new ManualClock();
    private final InMemoryCluster cluster = new InMemoryCluster();

    private Scheduler start() {
        return new Scheduler(
                cluster,
                new ComponentResolver(new SchedulerTest.NoImages(), (namespace, name, key) -> Optional.empty()),
                SchedulerSettings.DEFAULT,
                clock,
                SchedulerObserver.NONE);
    }

    private static ObservedPod consumer(String name, long cpu) {
        return withPriority(component(name, cpu, "package a:consumer;\nworld w { import a:b/c; }\n" + INTERFACE), 10);
    }

    private static ObservedPod provider(String name, long cpu) {
        return withPriority(component(name, cpu, "package a:provider;\nworld w { export a:b/c; }\n" + INTERFACE), 10);
    }

    private static ObservedPod running(ObservedPod pod, String node) {
        return InMemoryCluster.withState(
                pod, new PodState(Optional.of(new NodeName(node)), Phase.RUNNING, false, true));
    }

    private void full(String node, String pod, long cpu, int priority) {
        cluster.create(running(withPriority(pod(pod, cpu, Map.of("app", pod)), priority), node));
    }

    private void goOn(Scheduler scheduler) {
        clock.advance(Duration.ofSeconds(10));
        cluster.deliverAll();
        scheduler.runCycle();
        cluster.deliverAll();
    }

    private Optional<String> nominated(String pod) {
        return cluster.pod(key(pod)).orElseThrow().info().importance().nominatedNode();
    }

    private String said(String pod) {
        return cluster.pod(key(pod)).orElseThrow().lastMessage().orElse("nothing");
    }

    @Test
    void thoseLeaveThatTheGroupNeedsTheRoomOf() {
        cluster.put(node("n1", 1000));
        full("n1", "stays", 200, 0);
        full("n1", "leaves", 700, 0);
        cluster.create(provider("provider", 400));
        cluster.create(consumer("consumer", 400));
        Scheduler scheduler = start();
        goOn(scheduler);

        assertThat(cluster.preempted).containsExactly(key("leaves"));
        assertThat(nominated("provider")).contains("n1");
        assertThat(nominated("consumer")).contains("n1");
        assertThat(said("consumer"))
                .contains("; preemption: 1 Pods leave node n1 for its group ns/consumer, ns/provider");
        assertThat(said("provider")).contains("preemption: 1 Pods leave node n1");
        assertThat(cluster.events)
                .filteredOn(event -> event.reason() == PodEvent.Reason.PREEMPTED)
                .singleElement()
                .satisfies(event -> assertThat(event.message()).startsWith("Preempted by pod uid-4 on node n1"));

        goOn(scheduler);
        assertThat(cluster.nodeOf(key("provider"))).contains(node("n1"));
        assertThat(cluster.nodeOf(key("consumer"))).contains(node("n1"));
        assertThat(cluster.preempted).hasSize(1);
    }

    /** As docs/operate.md has it: each fits somewhere, so nobody leaves and no autoscaler adds a node. */
    @Test
    void aConsumerWaitsForRoomBesideItsProviderWhereTheyFitSinglyAndNotTogether() {
        for (String name : List.of("n1", "n2")) {
            cluster.put(node(name, 1000));
            full(name, "used-" + name, 500, 10);
        }
        cluster.put(node("n3", 1000));
        full("n3", "unimportant", 1000, 0);
        cluster.create(provider("provider", 400));
        cluster.create(consumer("consumer", 400));
        Scheduler scheduler = start();
        goOn(scheduler);
        goOn(scheduler);
        NodeName provider = cluster.nodeOf(key("provider")).orElseThrow();
        assertThat(cluster.nodeOf(key("consumer"))).as(said("consumer")).isEmpty();
        assertThat(cluster.preempted).isEmpty();

        cluster.delete(key("used-" + provider));
        goOn(scheduler);
        assertThat(cluster.nodeOf(key("consumer"))).contains(provider);
    }

    /**
     * Nor is a node that it was nominated to kept for it, which would be for good: nothing comes of it any more that could take
     * the nomination back. In ChurnIT that left Pods without a node.
     *
     * @param priority of who is on that node, the group's or less
     */
    @ParameterizedTest
    @ValueSource(ints = {5, 10})
    void nobodyLeavesForAGroupThatWentAwayMeanwhile(int priority) {
        String other = "package a:d {\n  interface e { f: func(); }\n}\n";
        cluster.put(node("n1", 1000));
        cluster.put(node("n2", 1000));
        full("n1", "less", 1000, 0);
        full("n2", "more", 1000, priority);
        cluster.create(consumer("consumer", 400));
        cluster.create(provider("provider", 400));
        for (ObservedPod gone : List.of(
                component("a-gone-provider", 400, "package a:p;\nworld w { export a:d/e; }\n" + other),
                component("a-gone", 400, "package a:q;\nworld w { import a:d/e; }\n" + other))) {
            cluster.create(withPriority(gone, 10));
            cluster.nominate(
                    gone.facts().key(),
                    cluster.pod(gone.facts().key()).orElseThrow().facts().uid(),
                    Optional.of(node("n2")));
        }
        cluster.meanwhile = () -> {
            cluster.delete(key("a-gone"));
            cluster.delete(key("a-gone-provider"));
            cluster.deliverAll();
        };
        Scheduler scheduler = start();
        goOn(scheduler);
        assertThat(cluster.preempted).containsExactly(key("less"));

        cluster.meanwhile = () -> {};
        cluster.delete(key("more"));
        cluster.create(withPriority(pod("late", 900, Map.of()), 5));
        goOn(scheduler);
        goOn(scheduler);
        assertThat(cluster.nodeOf(key("late"))).contains(node("n2"));
    }

    /** Placement takes its time, when it is asked whether the group would fit. */
    @Test
    void nobodyLeavesForAGroupThatGoesAwayWhileItIsPlaced() {
        cluster.put(node("n1", 1000));
        full("n1", "stays", 1000, 0);
        cluster.create(provider("provider", 400));
        cluster.create(consumer("consumer", 400));
        PlacementStage placer = new PlacerStage(Steps.NONE);
        Scheduler scheduler = new Scheduler(
                cluster,
                VolumePort.NONE,
                new ComponentResolver(new SchedulerTest.NoImages(), (_, _, _) -> Optional.empty()),
                new PlacementStage() {
                    @Override
                    public Plan plan(Snapshot snapshot, Set<PodKey> pending, PlacementSettings settings) {
                        Plan plan = placer.plan(snapshot, pending, settings);
                        if (!plan.bindings().isEmpty()) {
                            cluster.delete(key("consumer"));
                            cluster.delete(key("provider"));
                            cluster.deliverAll();
                        }
                        return plan;
                    }

                    @Override
                    public Optional<PendingGroups> groups(Snapshot snapshot, Collection<PodKey> pending) {
                        return placer.groups(snapshot, pending);
                    }
                },
                SchedulerSettings.DEFAULT,
                clock,
                SchedulerObserver.NONE);
        goOn(scheduler);

        assertThat(cluster.pod(key("consumer")))
                .as("it was placed where nobody would be")
                .isEmpty();
        assertThat(cluster.preempted).isEmpty();
    }

    @Test
    void theRoomIsForTheGroupAndNobodyOfItsPriority() {
        cluster.put(node("n1", 1000));
        full("n1", "leaves", 1000, 0);
        cluster.create(provider("provider", 400));
        cluster.create(consumer("consumer", 400));
        Scheduler scheduler = start();
        goOn(scheduler);
        cluster.create(withPriority(pod("late", 300, Map.of()), 10));
        goOn(scheduler);

        assertThat(cluster.nodeOf(key("late"))).isEmpty();
        assertThat(cluster.nodeOf(key("consumer"))).contains(node("n1"));
    }

    @Test
    void theNodeIsChosenForTheWholeGroup() {
        cluster.put(node("n1", 600));
        cluster.put(node("n2", 1000));
        full("n1", "cheap", 600, 0);
        full("n2", "dear", 1000, 5);
        cluster.create(provider("provider", 400));
        cluster.create(consumer("consumer", 400));
        goOn(start());

        assertThat(cluster.preempted).as("n1 would take either, but not both").containsExactly(key("dear"));
        assertThat(nominated("consumer")).contains("n2");
    }

    @Test
    void itsProviderOnTheNodeStaysHoweverUnimportant() {
        cluster.put(node("n1", 1000));
        cluster.create(running(withPriority(provider("provider", 500), -5), "n1"));
        full("n1", "leaves", 500, 0);
        cluster.create(consumer("consumer", 400));
        Scheduler scheduler = start();
        goOn(scheduler);

        assertThat(cluster.preempted).containsExactly(key("leaves"));
        goOn(scheduler);
        assertThat(cluster.nodeOf(key("consumer"))).contains(node("n1"));
    }

    @Test
    void budgetsAreKeptWhereThatIsPossible() {
        cluster.put(node("n1", 1000));
        cluster.put(node("n2", 1000));
        full("n1", "protected", 1000, 0);
        full("n2", "free", 1000, 5);
        cluster.put(new ClusterObject.Budget(
                "budget",
                new DisruptionBudget(
                        "ns",
                        new LabelSelector(List.of(
                                new LabelSelector.Requirement("app", LabelSelector.Operator.IN, List.of("protected")))),
                        0,
                        Set.of())));
        cluster.create(provider("provider", 400));
        cluster.create(consumer("consumer", 400));
        goOn(start());

        assertThat(cluster.preempted).containsExactly(key("free"));
    }

    @Test
    void aVictimMayBeSomebodysProviderAndThatIsSaid() {
        cluster.put(node("n1", 1000));
        String other = "package a:d {\n  interface e { f: func(); }\n}\n";
        cluster.create(
                running(component("their-provider", 800, "package a:p;\nworld w { export a:d/e; }\n" + other), "n1"));
        cluster.create(running(component("theirs", 100, "package a:q;\nworld w { import a:d/e; }\n" + other), "n1"));
        cluster.create(provider("provider", 400));
        cluster.create(consumer("consumer", 400));
        goOn(start());

        assertThat(cluster.preempted).containsExactly(key("their-provider"));
        assertThat(said("consumer")).endsWith("it leaves 1 without their provider there: ns/theirs");
        assertThat(cluster.events)
                .filteredOn(event -> event.reason() == PodEvent.Reason.PREEMPTED)
                .singleElement()
                .satisfies(event -> assertThat(event.message()).endsWith("without their provider there: ns/theirs"));
    }

    @Test
    void nobodyLeavesForAGroupThatIsLessImportantInPart() {
        cluster.put(node("n1", 1000));
        full("n1", "a", 1000, 5);
        cluster.create(withPriority(provider("provider", 400), 5));
        cluster.create(consumer("consumer", 400));
        goOn(start());

        assertThat(cluster.preempted).isEmpty();
        assertThat(said("consumer")).doesNotContain("preemption");
    }

    @Test
    void aMemberMayBeForbiddenToPreempt() {
        cluster.put(node("n1", 1000));
        full("n1", "a", 1000, 0);
        ObservedPod provider = provider("provider", 400);
        cluster.create(provider);
        ObservedPod created = cluster.pod(key("provider")).orElseThrow();
        cluster.put(with(
                created,
                Fixtures.info(
                        created.info(),
                        new Importance(10, false, Optional.empty()),
                        created.info().life())));
        cluster.create(consumer("consumer", 400));
        goOn(start());

        assertThat(cluster.preempted).isEmpty();
    }

    @Test
    void nobodyLeavesWhereTheGroupDoesNotFitEvenSo() {
        cluster.put(node("n1", 1000));
        full("n1", "a", 1000, 0);
        cluster.create(withPriority(provider("provider", 600), -1));
        cluster.create(consumer("consumer", 600));
        goOn(start());

        assertThat(cluster.preempted).isEmpty();
    }

    @Test
    void theGroupWaitsTogetherForThoseThatAreLeaving() {
        cluster.gracePeriods = true;
        cluster.put(node("n1", 1000));
        cluster.put(node("n2", 500));
        full("n1", "a", 500, 0);
        full("n1", "b", 500, 0);
        full("n2", "c", 500, 20);
        cluster.create(provider("provider", 400));
        cluster.create(consumer("consumer", 400));
        Scheduler scheduler = start();
        goOn(scheduler);
        assertThat(cluster.preempted).containsExactlyInAnyOrder(key("a"), key("b"));

        cluster.delete(key("c"));
        goOn(scheduler);
        assertThat(cluster.nodeOf(key("provider")))
                .as("it would fit on n2, without its consumer")
                .isEmpty();
        assertThat(cluster.preempted).as("nobody else leaves").hasSize(2);
        assertThat(said("consumer")).endsWith("not eligible due to a terminating pod on the nominated node.");

        cluster.delete(key("a"));
        cluster.delete(key("b"));
        goOn(scheduler);
        assertThat(cluster.nodeOf(key("provider"))).contains(node("n1"));
        assertThat(cluster.nodeOf(key("consumer"))).contains(node("n1"));
    }

    @Test
    void aNominationIsTakenBackWhenOthersHaveLeftInVain() {
        cluster.put(node("n1", 1000));
        full("n1", "a", 1000, 0);
        cluster.create(provider("provider", 400));
        cluster.create(consumer("consumer", 400));
        Scheduler scheduler = start();
        goOn(scheduler);
        cluster.create(running(withPriority(pod("bound-by-another", 1000, Map.of()), 20), "n1"));
        goOn(scheduler);

        assertThat(nominated("consumer")).isEmpty();
        assertThat(nominated("provider")).isEmpty();
    }
}

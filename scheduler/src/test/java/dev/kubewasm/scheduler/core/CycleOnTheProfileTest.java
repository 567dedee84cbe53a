package dev.kubewasm.scheduler.core;

import static dev.kubewasm.scheduler.core.Fixtures.component;
import static dev.kubewasm.scheduler.core.Fixtures.key;
import static dev.kubewasm.scheduler.core.Fixtures.node;
import static dev.kubewasm.scheduler.core.Fixtures.pod;
import static dev.kubewasm.scheduler.core.Fixtures.with;
import static dev.kubewasm.scheduler.core.Fixtures.withPriority;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.HostCapabilities;
import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.PodState.Phase;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.scheduler.component.ComponentResolver;
import dev.kubewasm.scheduler.framework.AffinityTerm;
import dev.kubewasm.scheduler.framework.HostPort;
import dev.kubewasm.scheduler.framework.PodAffinity;
import dev.kubewasm.scheduler.framework.profile.TestSettings;
import dev.kubewasm.scheduler.port.ObservedPod;
import dev.kubewasm.scheduler.port.PodEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The cycle with kube-scheduler's rules and the real placement. */
class CycleOnTheProfileTest {
    private static final String INTERFACE = "package a:b {\n  interface c { f: func(); }\n}\n";
    private static final HostPort PORT_80 = new HostPort(HostPort.ANY, "TCP", 80);

    private final ManualClock clock = new ManualClock();
    private final InMemoryCluster cluster = new InMemoryCluster();

    private Scheduler start() {
        return start(BindingSettings.IN_TURN);
    }

    private Scheduler start(BindingSettings bindings) {
        return start(SchedulerSettings.DEFAULT.withBindings(bindings));
    }

    private Scheduler start(SchedulerSettings settings) {
        return new Scheduler(
                cluster,
                new ComponentResolver(new SchedulerTest.NoImages(), (namespace, name, key) -> Optional.empty()),
                settings,
                clock,
                SchedulerObserver.NONE);
    }

    private static ObservedPod consumer(String name, long cpu) {
        return component(name, cpu, "package a:consumer;\nworld w { import a:b/c; }\n" + INTERFACE);
    }

    private static ObservedPod provider(String name, long cpu) {
        return component(name, cpu, "package a:provider;\nworld w { export a:b/c; }\n" + INTERFACE);
    }

    private static ObservedPod withPort(ObservedPod pod) {
        return with(pod, Fixtures.info(pod.facts(), PodAffinity.NONE, List.of(PORT_80), List.of(), Optional.empty()));
    }

    private static ObservedPod running(ObservedPod pod, String node) {
        return InMemoryCluster.withState(
                pod, new PodState(Optional.of(new NodeName(node)), Phase.RUNNING, false, true));
    }

    private void goOn(Scheduler scheduler) {
        clock.advance(Duration.ofSeconds(10));
        cluster.deliverAll();
        scheduler.runCycle();
        cluster.deliverAll();
    }

    private String said(String pod) {
        return cluster.pod(key(pod)).orElseThrow().lastMessage().orElse("nothing");
    }

    @Test
    void aPodThatItBoundItselfHelpsThoseThatWaitForIt() {
        cluster.put(node("one", 4000));
        ObservedPod follower = pod("a-follower", 100, Map.of());
        cluster.create(with(
                follower,
                Fixtures.info(
                        follower.facts(),
                        new PodAffinity(List.of(nextTo("leader")), List.of(), List.of(), List.of()),
                        List.of(),
                        List.of(),
                        Optional.empty())));
        Scheduler scheduler = start();
        scheduler.runCycle();
        assertThat(cluster.nodeOf(key("a-follower"))).isEmpty();
        cluster.create(pod("leader", 100, Map.of("app", "leader")));
        goOn(scheduler);
        goOn(scheduler);

        assertThat(cluster.nodeOf(key("leader"))).contains(node("one"));
        assertThat(cluster.nodeOf(key("a-follower"))).contains(node("one"));
    }

    private static AffinityTerm nextTo(String app) {
        return new AffinityTerm(
                Set.of("ns"),
                Optional.empty(),
                new LabelSelector(
                        List.of(new LabelSelector.Requirement("app", LabelSelector.Operator.IN, List.of(app)))),
                "kube-wasm/runtime");
    }

    @Test
    void putsASinglePodWhereKubeSchedulerWould() {
        cluster.put(node("small", 1000));
        cluster.put(node("empty", 4000));
        cluster.create(pod("a", 500, Map.of()));

        start().runCycle();

        assertThat(cluster.nodeOf(key("a"))).contains(node("empty"));
    }

    @Test
    void saysWhyASinglePodFitsNowhereInKubeSchedulersWords() {
        cluster.put(node("n1", 100));
        cluster.put(node("n2", 1000));
        cluster.create(running(withPort(pod("web", 100, Map.of())), "n2"));
        cluster.create(withPort(pod("a", 500, Map.of())));
        cluster.create(pod("b", 5000, Map.of()));
        start().runCycle();
        cluster.deliverAll();

        assertThat(said("a"))
                .startsWith("0/2 nodes are available: 1 Insufficient cpu, 1 node(s) didn't have free ports for the"
                        + " requested pod ports.");
        assertThat(said("b"))
                .isEqualTo(
                        "0/2 nodes are available: 2 Insufficient cpu. no new claims to deallocate, preemption: 0/2 nodes"
                                + " are available: 2 Preemption is not helpful for scheduling.");
    }

    @Test
    void aPodThatWaitsForAPortIsTriedWhenItIsFreeAndNotBefore() {
        cluster.put(node("n1", 1000));
        cluster.create(running(withPort(pod("web", 100, Map.of())), "n1"));
        cluster.create(running(pod("other", 100, Map.of()), "n1"));
        cluster.create(withPort(pod("a", 100, Map.of())));
        Scheduler scheduler = start();
        scheduler.runCycle();
        clock.advance(Duration.ofMinutes(1));
        cluster.delete(key("other"));
        cluster.deliverAll();
        assertThat(scheduler.hasWork()).as("nothing happened that helps").isFalse();

        cluster.delete(key("web"));
        cluster.deliverAll();
        scheduler.runCycle();

        assertThat(cluster.nodeOf(key("a"))).contains(node("n1"));
    }

    @Test
    void theMoreImportantGoesFirst() {
        cluster.put(node("n1", 1000));
        cluster.create(pod("first", 800, Map.of()));
        cluster.create(withPriority(pod("important", 800, Map.of()), 10));

        start().runCycle();

        assertThat(cluster.bound).extracting(b -> b.pod().name()).containsExactly("important");
    }

    @Test
    void theOrderMayBeAnother() {
        cluster.put(node("n1", 1000));
        cluster.create(withPriority(pod("important", 800, Map.of()), 10));
        cluster.create(pod("small", 300, Map.of()));

        start(SchedulerSettings.DEFAULT.withOrder(
                        pod -> -pod.request().effective().milliCpu()))
                .runCycle();

        assertThat(cluster.bound).extracting(b -> b.pod().name()).containsExactly("small");
    }

    @Test
    void aGroupGoesBeforeSinglePodsOfItsPriority() {
        cluster.put(node("n1", 1000));
        cluster.create(pod("single", 500, Map.of()));
        cluster.create(provider("provider", 400));
        cluster.create(consumer("consumer", 400));

        start().runCycle();

        assertThat(cluster.bound).extracting(b -> b.pod().name()).containsExactly("provider", "consumer");
    }

    @Test
    void theLessImportantLeaveForTheMoreImportantWhoseNodeIsKept() {
        cluster.put(node("n1", 1000));
        cluster.create(running(pod("low", 900, Map.of()), "n1"));
        cluster.create(withPriority(pod("high", 500, Map.of()), 10));
        Scheduler scheduler = start();
        scheduler.runCycle();

        assertThat(cluster.preempted).containsExactly(key("low"));
        assertThat(cluster.pod(key("high")).orElseThrow().info().importance().nominatedNode())
                .contains("n1");
        assertThat(cluster.events)
                .filteredOn(event -> event.reason() == PodEvent.Reason.PREEMPTED)
                .singleElement()
                .satisfies(event -> assertThat(event.message()).startsWith("Preempted by pod uid-2 on node n1"));

        cluster.create(pod("late", 600, Map.of()));
        cluster.deliverAll();
        scheduler.runCycle();
        assertThat(cluster.nodeOf(key("late")))
                .as("what was made free isn't for it")
                .isEmpty();
        goOn(scheduler);
        assertThat(cluster.nodeOf(key("high"))).contains(node("n1"));
    }

    @Test
    void aVictimThatIsAProviderTakesItsConsumersAlongInWhatIsSaid() {
        cluster.put(node("n1", 1000));
        cluster.create(running(provider("provider", 500), "n1"));
        cluster.create(running(consumer("consumer", 100), "n1"));
        cluster.create(withPriority(pod("high", 800, Map.of()), 10));
        Scheduler scheduler = start();
        scheduler.runCycle();

        assertThat(cluster.preempted).contains(key("provider"));
        assertThat(cluster.preempted.contains(key("consumer"))
                        || said("high").contains("1 without their provider there: ns/consumer"))
                .isTrue();
    }

    @Test
    void linkedPodsKeepToTheNodesThatTheOtherRulesLeaveThem() {
        cluster.put(node("n1", 1000));
        cluster.put(node("n2", 1000));
        cluster.create(running(withPort(pod("web", 100, Map.of())), "n1"));
        cluster.create(provider("provider", 100));
        cluster.create(withPort(consumer("consumer", 100)));

        start().runCycle();

        assertThat(cluster.nodeOf(key("provider"))).contains(node("n2"));
        assertThat(cluster.nodeOf(key("consumer"))).contains(node("n2"));
    }

    @Test
    void linkedPodsKeepToTheNodesThatTheConfigurationLeavesThem() {
        cluster.put(node("n1", 1000));
        cluster.put(new NodeFacts(
                node("n2"),
                new TreeMap<>(Map.of("kube-wasm/runtime", "jvm", "pool", "web")),
                List.of(),
                false,
                node("n2", 1000).allocatable(),
                HostCapabilities.UNDECLARED));
        cluster.create(provider("provider", 100));
        cluster.create(consumer("consumer", 100));

        start(SchedulerSettings.DEFAULT.withProfile(new SchedulingProfile(
                        PlacementSettings.DEFAULT,
                        TestSettings.addedAffinity(NodeRequirement.selector(Map.of("pool", "web"))))))
                .runCycle();

        assertThat(cluster.nodeOf(key("provider"))).contains(node("n2"));
        assertThat(cluster.nodeOf(key("consumer"))).contains(node("n2"));
    }

    @Test
    void linkedPodsThatGetInEachOthersWayAreKeptApartInTheSameCycle() {
        cluster.put(node("n1", 1000));
        cluster.put(node("n2", 1000));
        cluster.create(withPort(provider("one", 100)));
        cluster.create(withPort(component(
                "two",
                100,
                "package a:other;\nworld w { export a:d/e; }\npackage a:d {\n  interface e { f: func(); }\n}\n")));

        start().runCycle();

        assertThat(cluster.bound).extracting(b -> b.node().value()).containsExactlyInAnyOrder("n1", "n2");
    }

    @Test
    void roomIsHeldForAGroupThatAStreamOfSinglePodsWouldStarve() {
        cluster.put(node("n1", 1000));
        for (int i = 0; i < 10; i++) {
            cluster.create(running(pod("s" + i, 100, Map.of()), "n1"));
        }
        cluster.create(provider("provider", 400));
        cluster.create(consumer("consumer", 400));
        Scheduler scheduler = start();
        int last = 10;
        for (int round = 0; round < 40 && cluster.nodeOf(key("consumer")).isEmpty(); round++) {
            goOn(scheduler);
            IntStream.range(0, last)
                    .mapToObj(i -> key("s" + i))
                    .filter(single -> cluster.nodeOf(single).isPresent())
                    .findFirst()
                    .ifPresent(cluster::delete);
            cluster.create(pod("s" + last++, 100, Map.of()));
        }

        assertThat(cluster.nodeOf(key("consumer")))
                .as("%s; %s", said("consumer"), said("provider"))
                .contains(node("n1"));
        assertThat(cluster.nodeOf(key("provider"))).contains(node("n1"));
    }

    /** A provider and its consumer, both small. */
    private static List<ObservedPod> smallGroup(int number) {
        String wit = "package a:g%d;\nworld w { %s s:g%d/c; }\npackage s:g%d { interface c { f: func(); } }\n";
        return List.of(
                component("p" + number, 100, wit.formatted(number, "export", number, number)),
                component("c" + number, 100, wit.formatted(number, "import", number, number)));
    }

    @Test
    void roomIsHeldForAGroupThatAStreamOfSmallGroupsWouldStarve() {
        cluster.put(node("n1", 1000));
        int last = 0;
        for (; last < 5; last++) {
            smallGroup(last).forEach(pod -> cluster.create(running(pod, "n1")));
        }
        cluster.create(provider("provider", 400));
        cluster.create(consumer("consumer", 400));
        Scheduler scheduler = start();
        int served = 0;
        for (int round = 0; round < 40 && cluster.nodeOf(key("consumer")).isEmpty(); round++) {
            goOn(scheduler);
            IntStream.range(0, last)
                    .filter(group -> cluster.nodeOf(key("c" + group)).isPresent())
                    .findFirst()
                    .ifPresent(group -> {
                        cluster.delete(key("c" + group));
                        cluster.delete(key("p" + group));
                    });
            smallGroup(last++).forEach(cluster::create);
            served = Math.max(served, (int) IntStream.range(5, last)
                    .filter(group -> cluster.nodeOf(key("c" + group)).isPresent())
                    .count());
        }

        assertThat(served).as("small groups that came later and went first").isPositive();
        assertThat(cluster.nodeOf(key("consumer")))
                .as("%s; %s", said("consumer"), said("provider"))
                .contains(node("n1"));
        assertThat(cluster.nodeOf(key("provider"))).contains(node("n1"));
    }

    @Test
    void bindsBesideTheCycleProvidersFirst() {
        Deque<Runnable> requests = new ArrayDeque<>();
        cluster.put(node("n1", 1000));
        cluster.create(provider("provider", 100));
        cluster.create(consumer("consumer", 100));
        cluster.create(pod("single", 100, Map.of()));
        Scheduler scheduler = start(new BindingSettings(requests::add, 2));

        assertThat(scheduler.runCycle().outcomes()).as("nothing is known yet").isEmpty();
        assertThat(scheduler.hasWork()).isFalse();
        cluster.create(pod("late", 800, Map.of()));
        cluster.deliverAll();
        assertThat(scheduler.runCycle().outcomes())
                .as("what is assumed takes room")
                .singleElement()
                .isInstanceOf(SchedulingOutcome.Unschedulable.class);
        while (!requests.isEmpty()) {
            requests.remove().run();
        }

        assertThat(cluster.bound)
                .extracting(b -> b.pod().name())
                .containsSubsequence("provider", "consumer")
                .contains("single");
    }

    @Test
    void aConsumerIsTakenBackWhenTheBindingOfItsProviderFails() {
        Deque<Runnable> requests = new ArrayDeque<>();
        cluster.put(node("n1", 1000));
        cluster.create(provider("provider", 100));
        cluster.create(consumer("consumer", 100));
        Scheduler scheduler = start(new BindingSettings(requests::add, 8));
        scheduler.runCycle();
        cluster.delete(key("provider"));
        while (!requests.isEmpty()) {
            requests.remove().run();
        }

        assertThat(cluster.bound).isEmpty();
        assertThat(cluster.bindCalls).as("for the provider, twice").isEqualTo(2);
        cluster.deliverAll();
        clock.advance(Duration.ofSeconds(1));
        assertThat(scheduler.hasWork()).as("it is tried again").isTrue();
    }
}

package dev.kubewasm.scheduler.core;

import static dev.kubewasm.scheduler.core.Fixtures.component;
import static dev.kubewasm.scheduler.core.Fixtures.key;
import static dev.kubewasm.scheduler.core.Fixtures.node;
import static dev.kubewasm.scheduler.core.Fixtures.pod;
import static dev.kubewasm.scheduler.core.Fixtures.withPriority;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.HostCapabilities;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.scheduler.component.ComponentResolver;
import dev.kubewasm.scheduler.framework.profile.TestSettings;
import dev.kubewasm.scheduler.port.ObservedPod;
import dev.kubewasm.scheduler.port.PodEvent;
import dev.kubewasm.scheduler.port.VolumePort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** One scheduler with two profiles: {@code kube-wasm}, and {@code web}, whose Pods keep to nodes of the pool of that name. */
class ProfilesTest {
    private static final String INTERFACE = "package a:b {\n  interface c { f: func(); }\n}\n";
    private static final String WEB = "web";

    /** Weights are told apart by the seed beside them. */
    private static final SchedulingProfile IN_THE_POOL = new SchedulingProfile(
            new PlacementSettings(
                    7,
                    PlacementSettings.DEFAULT.stepLimit(),
                    PlacementSettings.DEFAULT.timeLimit(),
                    PlacementSettings.DEFAULT.weights()),
            TestSettings.addedAffinity(NodeRequirement.selector(Map.of("pool", WEB))));

    private final ManualClock clock = new ManualClock();
    private final InMemoryCluster cluster = new InMemoryCluster();
    private final List<String> seen = new ArrayList<>();

    private Scheduler start() {
        return new Scheduler(
                cluster,
                new ComponentResolver(new SchedulerTest.NoImages(), (_, _, _) -> Optional.empty()),
                settings(),
                clock,
                observer());
    }

    private static SchedulerSettings settings() {
        return SchedulerSettings.DEFAULT.withProfiles(
                Map.of(SchedulerSettings.DEFAULT_PROFILE, SchedulingProfile.DEFAULT, WEB, IN_THE_POOL));
    }

    private SchedulerObserver observer() {
        return new SchedulerObserver() {
            @Override
            public void outcome(SchedulingOutcome outcome, String profile, Uid uid, Duration took) {
                seen.add(outcome.pod().name() + " of " + profile);
            }

            @Override
            public void rejected(String profile, String by, int pods) {
                seen.add(by + " rejects " + pods + " of " + profile);
            }

            @Override
            public void warning(String message) {}

            @Override
            public void broke(String what, Throwable cause) {}
        };
    }

    private static NodeFacts webNode(String name, long cpuMilli) {
        NodeFacts plain = node(name, cpuMilli);
        TreeMap<String, String> labels = new TreeMap<>(plain.labels());
        labels.put("pool", WEB);
        return new NodeFacts(plain.name(), labels, List.of(), false, plain.allocatable(), HostCapabilities.UNDECLARED);
    }

    private static ObservedPod consumer(String name) {
        return component(name, 100, "package a:consumer;\nworld w { import a:b/c; }\n" + INTERFACE);
    }

    private static ObservedPod provider(String name) {
        return component(name, 100, "package a:provider;\nworld w { export a:b/c; }\n" + INTERFACE);
    }

    private static ObservedPod web(ObservedPod pod) {
        return Fixtures.ofProfile(Optional.of(WEB), pod);
    }

    @Test
    void aPodKeepsToTheRulesOfItsOwnProfile() {
        cluster.put(node("empty", 8000));
        cluster.put(webNode("web", 1000));
        cluster.create(pod("plain", 500, Map.of()));
        cluster.create(web(pod("page", 500, Map.of())));
        cluster.create(web(pod("large", 4000, Map.of())));
        Scheduler scheduler = start();
        scheduler.runCycle();

        assertThat(cluster.nodeOf(key("plain"))).as("the emptier node").contains(node("empty"));
        assertThat(cluster.nodeOf(key("page"))).contains(node("web"));
        assertThat(cluster.nodeOf(key("large"))).isEmpty();
        assertThat(seen)
                .contains("plain of kube-wasm", "page of web", "large of web", "NodeAffinity rejects 1 of web")
                .doesNotContain("NodeAffinity rejects 1 of kube-wasm");
        assertThat(cluster.events)
                .extracting(event -> event.pod().name() + ": " + event.reason() + " says " + event.profile())
                .contains(
                        "plain: SCHEDULED says kube-wasm",
                        "page: SCHEDULED says web",
                        "large: FAILED_SCHEDULING says web");
    }

    /** The event is one that helps by the rules of the profile that the Pod waits under. */
    @Test
    void aPodThatWaitsIsHelpedByWhatItsProfileAsksFor() {
        cluster.put(node("empty", 8000));
        cluster.create(web(pod("page", 500, Map.of())));
        Scheduler scheduler = start();
        scheduler.runCycle();
        clock.advance(Duration.ofSeconds(30));
        cluster.put(node("another", 8000));
        cluster.deliverAll();
        assertThat(scheduler.hasWork()).as("after a node of no pool").isFalse();
        cluster.put(webNode("web", 1000));
        cluster.deliverAll();
        assertThat(scheduler.hasWork()).as("after a node of the pool").isTrue();
        scheduler.runCycle();

        assertThat(cluster.nodeOf(key("page"))).contains(node("web"));
    }

    @Test
    void linkedPodsKeepEachToTheRulesOfItsOwn() {
        cluster.put(node("a-first", 8000));
        cluster.put(webNode("web", 1000));
        cluster.create(provider("provider"));
        cluster.create(web(consumer("consumer")));
        start().runCycle();

        assertThat(cluster.nodeOf(key("consumer"))).contains(node("web"));
        assertThat(cluster.nodeOf(key("provider"))).contains(node("web"));
    }

    @Test
    void roomIsMadeWhereTheProfileOfThePodAllowsIt() {
        cluster.put(node("a-first", 500));
        cluster.put(webNode("web", 500));
        cluster.create(bound("small", "a-first"));
        cluster.create(bound("victim", "web"));
        cluster.create(web(withPriority(pod("page", 500, Map.of()), 10)));
        start().runCycle();
        cluster.deliverAll();

        assertThat(cluster.events)
                .filteredOn(event -> event.reason() == PodEvent.Reason.PREEMPTED)
                .extracting(event -> event.pod().name() + " says " + event.profile())
                .containsExactly("victim says web");
    }

    private static ObservedPod bound(String name, String node) {
        return InMemoryCluster.withState(
                pod(name, 500, Map.of()),
                new PodState(Optional.of(new NodeName(node)), PodState.Phase.RUNNING, false, true));
    }

    /** A batch is placed with the settings of one profile: that of the most important Pod of each of its groups. */
    @Test
    void groupsArePlacedWithTheSettingsOfTheirMostImportantMember() {
        cluster.put(node("n1", 8000));
        cluster.create(consumer("b-consumer"));
        cluster.create(web(withPriority(provider("provider"), 10)));
        assertThat(planned()).startsWith("[b-consumer, provider] with seed 7");
    }

    @Test
    void ofEquallyImportantMembersTheFirstByNameCounts() {
        cluster.put(node("n1", 8000));
        cluster.create(web(provider("provider")));
        cluster.create(consumer("b-consumer"));
        assertThat(planned()).startsWith("[b-consumer, provider] with seed 0");
    }

    @Test
    void groupsOfSeveralProfilesArePlacedApart() {
        cluster.put(node("n1", 8000));
        cluster.create(pod("a", 100, Map.of()));
        cluster.create(web(pod("b", 100, Map.of())));
        cluster.create(pod("c", 100, Map.of()));
        assertThat(planned()).startsWith("[a, c] with seed 0", "[b] with seed 7");
    }

    /** What a placement is asked for that places nothing. */
    private List<String> planned() {
        List<String> planned = new ArrayList<>();
        PlacementStage recording = (snapshot, pending, settings) -> {
            planned.add(pending.stream().map(PodKey::name).sorted().toList() + " with seed " + settings.seed());
            return new PlacementStage.Plan(List.of(), Map.of());
        };
        new Scheduler(
                        cluster,
                        VolumePort.NONE,
                        new ComponentResolver(new SchedulerTest.NoImages(), (_, _, _) -> Optional.empty()),
                        recording,
                        settings(),
                        clock,
                        observer())
                .runCycle();
        return planned;
    }
}

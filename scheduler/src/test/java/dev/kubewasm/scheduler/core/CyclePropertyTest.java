package dev.kubewasm.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.LabelSelector.Operator;
import dev.kubewasm.placement.facts.LabelSelector.Requirement;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.scheduler.component.ComponentResolver;
import dev.kubewasm.scheduler.framework.AffinityTerm;
import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.HostPort;
import dev.kubewasm.scheduler.framework.PodAffinity;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.SpreadConstraint;
import dev.kubewasm.scheduler.framework.Status;
import dev.kubewasm.scheduler.framework.profile.Profile;
import dev.kubewasm.scheduler.framework.profile.ProfileSettings;
import dev.kubewasm.scheduler.port.Binding;
import dev.kubewasm.scheduler.port.ObservedPod;
import dev.kubewasm.testkit.Scale;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random clusters with Pods that want ports, places near and far from others, and links, by the real placement. What is
 * bound in a cycle is replayed, Pod after Pod, on a cluster made anew: the profile's filters let each on its node. No node is
 * given more than it has, consumers are where a provider is, and the same seed decides the same.
 */
class CyclePropertyTest {
    private static final int CYCLES = 4;
    private static final String INTERFACE = "package a:b {\n  interface c { f: func(); }\n}\n";

    static LongStream seeds() {
        return LongStream.range(0, Scale.cases(2_000));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsBoundKeepsTheRules(long seed) {
        List<Binding> bound = new History(seed).run();
        assertThat(new History(seed).run()).as("seed %d again", seed).isEqualTo(bound);
    }

    private static final class History {
        private final Random random;
        private final String name;
        private final ManualClock clock = new ManualClock();
        private final InMemoryCluster cluster = new InMemoryCluster();
        private final Profile profile = Profile.of(ProfileSettings.DEFAULT);
        private final Scheduler scheduler;
        private int created;

        History(long seed) {
            random = new Random(seed);
            name = "seed " + seed;
            int nodes = 1 + random.nextInt(5);
            for (int i = 0; i < nodes; i++) {
                cluster.put(node("n" + i));
            }
            scheduler = new Scheduler(
                    cluster,
                    new ComponentResolver(new SchedulerTest.NoImages(), (namespace, map, key) -> Optional.empty()),
                    new SchedulerSettings(
                            new PlacementSettings(
                                    seed,
                                    PlacementSettings.DEFAULT.stepLimit(),
                                    Duration.ofMinutes(10),
                                    PlacementSettings.DEFAULT.weights()),
                            QueueSettings.DEFAULT),
                    clock,
                    new Strict());
        }

        private NodeFacts node(String node) {
            NodeFacts plain = Fixtures.node(node, 300 + random.nextInt(1000));
            TreeMap<String, String> labels = new TreeMap<>(plain.labels());
            labels.put(SpreadConstraint.HOSTNAME, node);
            labels.put(SpreadConstraint.ZONE, "z" + random.nextInt(2));
            return new NodeFacts(plain.name(), labels, List.of(), false, plain.allocatable(), plain.host());
        }

        List<Binding> run() {
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                int pods = 1 + random.nextInt(6);
                for (int i = 0; i < pods; i++) {
                    cluster.create(pod("p" + created++));
                }
                cluster.pods().stream()
                        .filter(pod -> pod.facts().occupies() && random.nextInt(4) == 0)
                        .forEach(pod -> cluster.delete(pod.facts().key()));
                cluster.deliverAll();
                cycle(name + ", cycle " + cycle);
                clock.advance(Duration.ofSeconds(20));
            }
            return List.copyOf(cluster.bound);
        }

        private void cycle(String when) {
            ClusterState replay = new ClusterState();
            cluster.nodes()
                    .values()
                    .forEach(node -> replay.putNode(Fixtures.observed(node).spec()));
            Map<String, PodInfo> infos = new TreeMap<>();
            for (ObservedPod pod : cluster.pods()) {
                infos.put(pod.facts().key().name(), pod.info());
                if (pod.facts().occupies()) {
                    replay.putPod(pod.info());
                }
            }
            int before = cluster.bound.size();
            scheduler.runCycle();
            for (Binding binding : cluster.bound.subList(before, cluster.bound.size())) {
                PodInfo info = Objects.requireNonNull(infos.get(binding.pod().name()));
                assertThat(profile.preFilter(info, replay)
                                .filter(replay.node(binding.node().value()).orElseThrow()))
                        .as("%s: %s on %s", when, info, binding.node())
                        .isEqualTo(Status.FITS);
                replay.putPod(info.on(binding.node().value()));
            }
            for (NodeName node : cluster.nodes().keySet()) {
                assertThat(cluster.free(node).get(ResourceName.CPU))
                        .as("%s: what is free on %s", when, node)
                        .isNotNegative();
            }
            for (Binding binding : cluster.bound.subList(before, cluster.bound.size())) {
                if (binding.pod().name().endsWith("-consumer")) {
                    assertThat(cluster.pods())
                            .as("%s: a provider beside %s", when, binding.pod())
                            .anyMatch(pod -> pod.facts().key().name().endsWith("-provider")
                                    && pod.facts().state().node().equals(Optional.of(binding.node())));
                }
            }
        }

        private ObservedPod pod(String pod) {
            long cpu = random.nextLong(10, 260);
            ObservedPod plain =
                    switch (random.nextInt(5)) {
                        case 0 ->
                            Fixtures.component(
                                    pod + "-consumer",
                                    cpu,
                                    "package a:consumer;\nworld w { import a:b/c; }\n" + INTERFACE);
                        case 1 ->
                            ofOneWorkload(Fixtures.component(
                                    pod + "-provider",
                                    cpu,
                                    "package a:provider;\nworld w { export a:b/c; }\n" + INTERFACE));
                        default -> Fixtures.pod(pod, cpu, Map.of("app", app()));
                    };
            List<HostPort> ports = random.nextInt(4) == 0
                    ? List.of(new HostPort(HostPort.ANY, "TCP", 80 + random.nextInt(2)))
                    : List.of();
            List<SpreadConstraint> spread = random.nextInt(4) == 0
                    ? List.of(new SpreadConstraint(1, topology(), true, selector(), 1, true, false))
                    : List.of();
            PodAffinity affinity = new PodAffinity(
                    random.nextInt(4) == 0 ? List.of(term()) : List.of(),
                    random.nextInt(4) == 0 ? List.of(term()) : List.of(),
                    List.of(),
                    List.of());
            return new ObservedPod(
                    plain.facts(),
                    Fixtures.info(plain.facts(), affinity, ports, spread, Optional.empty()),
                    Optional.of(SchedulerSettings.DEFAULT_PROFILE),
                    false,
                    plain.components(),
                    List.of(),
                    Optional.empty());
        }

        /** All providers are replicas of one workload: more than one would be ambiguous. */
        private static ObservedPod ofOneWorkload(ObservedPod pod) {
            PodFacts f = pod.facts();
            return InMemoryCluster.withFacts(
                    pod,
                    new PodFacts(
                            f.key(),
                            f.uid(),
                            Fixtures.pod("provider", 1, Map.of()).facts().workload(),
                            f.labels(),
                            f.requests(),
                            f.nodes(),
                            f.tolerations(),
                            f.state(),
                            f.containers(),
                            f.links(),
                            f.priority(),
                            f.order()));
        }

        private AffinityTerm term() {
            return new AffinityTerm(Set.of("ns"), Optional.empty(), selector(), topology());
        }

        private LabelSelector selector() {
            return new LabelSelector(List.of(new Requirement("app", Operator.IN, List.of(app()))));
        }

        private String topology() {
            return random.nextBoolean() ? SpreadConstraint.HOSTNAME : SpreadConstraint.ZONE;
        }

        private String app() {
            return random.nextBoolean() ? "a" : "b";
        }
    }

    /** Nothing may break, and be it made good afterwards. */
    private static final class Strict implements SchedulerObserver {
        @Override
        public void outcome(SchedulingOutcome outcome, String profile, Uid uid, Duration took) {
            assertThat(outcome).isNotInstanceOfAny(SchedulingOutcome.Failed.class, SchedulingOutcome.Unreadable.class);
        }

        @Override
        public void warning(String message) {
            throw new AssertionError(message);
        }

        @Override
        public void broke(String what, Throwable cause) {
            throw new AssertionError(what, cause);
        }
    }
}

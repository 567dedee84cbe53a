package dev.kubewasm.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.placement.solver.ConstraintWeights;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.scheduler.component.ComponentResolver;
import dev.kubewasm.scheduler.framework.HostPort;
import dev.kubewasm.scheduler.framework.PodAffinity;
import dev.kubewasm.scheduler.port.ObservedPod;
import dev.kubewasm.testkit.Scale;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A day in small: Pods are made, deleted, relabelled and scaled, nodes are drained and come back, at full speed, and bindings
 * are under way at all times. No node is ever given more than it has, no Pod is left behind that fits, and of a Pod that is
 * gone nothing is kept.
 */
class ChurnTest {
    private static final int NODES = 20;
    private static final int NODE_CPU = 2_000;
    /** What is asked for stays about as much as there is room for. */
    private static final int PODS = 150;

    private static final String CONSUMER = "-consumer";

    private int madeToLeave;

    private final Random random = new Random(7);
    private final ManualClock clock = new ManualClock();
    private final InMemoryCluster cluster = new InMemoryCluster();
    private final Deque<Runnable> beside = new ArrayDeque<>();
    private final List<WeakReference<Uid>> lives = new ArrayList<>();
    private final Scheduler scheduler = new Scheduler(
            cluster,
            new ComponentResolver(new SchedulerTest.NoImages(), (namespace, name, key) -> Optional.empty()),
            new SchedulerSettings(
                            new PlacementSettings(7, 0, Duration.ofMinutes(1), ConstraintWeights.DEFAULT),
                            QueueSettings.DEFAULT
                                    .gathering(Duration.ofMillis(300), Duration.ofSeconds(2), Duration.ZERO)
                                    .withSinglesAtOnce(20))
                    .withBindings(new BindingSettings(beside::add, 4)),
            clock,
            SchedulerObserver.NONE);

    @Test
    void leavesNoPodBehindAndKeepsNothingOfThoseThatAreGone() {
        for (int i = 0; i < NODES; i++) {
            cluster.put(Fixtures.node("n" + i, NODE_CPU));
        }
        int wanted = Scale.cases(50_000);
        while (lives.size() < wanted) {
            step();
            checkRoom();
        }
        assertThat(madeToLeave).as("for more important groups").isPositive();
        settle();
        while (cluster.pods().size() > PODS / 3) {
            delete(any());
        }
        // Their providers may be gone.
        keys().stream().filter(pod -> pod.name().endsWith(CONSUMER)).forEach(cluster::delete);
        uncordonAll();
        settle();
        assertThat(keys()).as("there is room for all").allMatch(pod -> cluster.nodeOf(pod)
                .isPresent());

        keys().forEach(cluster::delete);
        settle();
        assertThat(scheduler.queueSizes()).isEqualTo(new QueueSizes(0, 0, 0, 0));
        // The cycle, and the placement of linked Pods, learn what is gone when there is something to decide.
        create(provider("last"));
        settle();
        assertThat(kept()).as("Pods that something is kept of").isEqualTo(1);
    }

    private void step() {
        switch (random.nextInt(12)) {
            case 0 -> scaleUp();
            case 1 -> relabel(any());
            case 2 -> drain("n" + random.nextInt(NODES));
            case 3 -> uncordonAll();
            case 4, 5 -> clock.advance(Duration.ofMillis(random.nextInt(3_000)));
            case 6 -> request(random.nextInt(8));
            case 7 -> {
                scheduler.readAhead();
                scheduler.runCycle();
            }
            default -> create();
        }
        while (cluster.pods().size() > PODS) {
            delete(any());
        }
        cluster.deliver(random.nextInt(6));
        request(1);
        forgetWhatTheTestKeeps();
    }

    private void request(int atMost) {
        for (int i = 0; i < atMost && !beside.isEmpty(); i++) {
            beside.remove().run();
        }
    }

    private void forgetWhatTheTestKeeps() {
        cluster.bound.clear();
        cluster.events.clear();
        madeToLeave += cluster.preempted.size();
        cluster.preempted.clear();
    }

    private void create() {
        String name = "p" + lives.size();
        switch (random.nextInt(10)) {
            case 0 -> {
                create(provider(name));
                create(Fixtures.component(name + CONSUMER, 50, world("import", name)));
            }
            case 1 -> {
                ObservedPod plain = Fixtures.pod(name, cpu(), Map.of());
                create(new ObservedPod(
                        plain.facts(),
                        Fixtures.info(
                                plain.facts(),
                                PodAffinity.NONE,
                                List.of(new HostPort(HostPort.ANY, "TCP", 80)),
                                List.of(),
                                Optional.empty()),
                        Optional.of(SchedulerSettings.DEFAULT_PROFILE),
                        false,
                        List.of(),
                        List.of(),
                        Optional.empty()));
            }
            case 2 -> {
                create(Fixtures.withPriority(provider(name), 10));
                create(Fixtures.withPriority(Fixtures.component(name + CONSUMER, 1_500, world("import", name)), 10));
            }
            default -> create(Fixtures.pod(name, cpu(), Map.of("app", "a")));
        }
    }

    private static ObservedPod provider(String name) {
        return Fixtures.component(name + "-provider", 50, world("export", name));
    }

    private static String world(String direction, String name) {
        return """
                package a:x;
                world w { %s a:%s/c; }
                package a:%s { interface c { f: func(); } }
                """.formatted(direction, name, name);
    }

    private long cpu() {
        return 100L * (1 + random.nextInt(5));
    }

    private void create(ObservedPod pod) {
        lives.add(new WeakReference<>(cluster.create(pod)));
    }

    private void scaleUp() {
        int replicas = random.nextInt(10);
        for (int i = 0; i < replicas; i++) {
            create(Fixtures.pod("p" + lives.size(), 100, Map.of("app", "scaled")));
        }
    }

    private List<PodKey> keys() {
        return cluster.pods().stream().map(pod -> pod.facts().key()).toList();
    }

    private Optional<PodKey> any() {
        List<PodKey> pods = keys();
        return pods.isEmpty() ? Optional.empty() : Optional.of(pods.get(random.nextInt(pods.size())));
    }

    private void delete(Optional<PodKey> pod) {
        pod.ifPresent(cluster::delete);
    }

    private void relabel(Optional<PodKey> which) {
        which.flatMap(cluster::pod).ifPresent(pod -> {
            PodFacts f = pod.facts();
            cluster.put(InMemoryCluster.withFacts(
                    pod,
                    new PodFacts(
                            f.key(),
                            f.uid(),
                            f.workload(),
                            new TreeMap<>(Map.of("app", "relabelled-" + random.nextInt(3))),
                            f.requests(),
                            f.nodes(),
                            f.tolerations(),
                            f.state(),
                            f.containers(),
                            f.links(),
                            f.priority(),
                            f.order())));
        });
    }

    /** The node takes no more Pods, and those that are there are made anew elsewhere. */
    private void drain(String name) {
        NodeFacts node = Objects.requireNonNull(cluster.nodes().get(new NodeName(name)));
        cluster.put(cordoned(node, true));
        for (ObservedPod pod : cluster.pods()) {
            if (pod.facts().state().node().equals(Optional.of(node.name()))) {
                cluster.delete(pod.facts().key());
                create(Fixtures.pod("p" + lives.size(), 100, pod.facts().labels()));
            }
        }
    }

    private void uncordonAll() {
        cluster.nodes().values().stream()
                .filter(NodeFacts::unschedulable)
                .forEach(node -> cluster.put(cordoned(node, false)));
    }

    private static NodeFacts cordoned(NodeFacts node, boolean unschedulable) {
        return new NodeFacts(node.name(), node.labels(), node.taints(), unschedulable, node.allocatable(), node.host());
    }

    private void checkRoom() {
        for (NodeName node : cluster.nodes().keySet()) {
            assertThat(cluster.free(node).get(ResourceName.CPU))
                    .as("after %d lives: what is free on %s", lives.size(), node)
                    .isNotNegative();
        }
    }

    /** The world stands still, everything is told and asked, and time goes by. */
    private void settle() {
        for (int i = 0; i < 12; i++) {
            cluster.deliverAll();
            scheduler.runCycle();
            request(Integer.MAX_VALUE);
            clock.advance(QueueSettings.DEFAULT.maxBackoff());
        }
        cluster.deliverAll();
        forgetWhatTheTestKeeps();
    }

    /** How many lives something is still reachable of. */
    private long kept() {
        long kept = lives.size();
        for (int i = 0; i < 20 && kept > 1; i++) {
            System.gc();
            kept = lives.stream().filter(life -> life.get() != null).count();
        }
        return kept;
    }
}

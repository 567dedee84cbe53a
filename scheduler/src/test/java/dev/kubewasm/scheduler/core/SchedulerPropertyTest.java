package dev.kubewasm.scheduler.core;

import static dev.kubewasm.scheduler.core.Fixtures.NEEDS;
import static dev.kubewasm.scheduler.core.Fixtures.PROVIDES;
import static dev.kubewasm.scheduler.core.Fixtures.key;
import static dev.kubewasm.scheduler.core.Fixtures.node;
import static dev.kubewasm.scheduler.core.Fixtures.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.core.InMemoryCluster.Crash;
import dev.kubewasm.scheduler.core.InMemoryCluster.Fault;
import dev.kubewasm.scheduler.port.Binding;
import dev.kubewasm.scheduler.port.ComponentSource;
import dev.kubewasm.scheduler.port.ObservedPod;
import dev.kubewasm.scheduler.port.VolumePort;
import dev.kubewasm.testkit.Scale;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories of a cluster: Pods and nodes come, go and change, news arrive late, calls and answers are lost, and the
 * scheduler's process dies at any of its calls and is started anew. At every step no Pod is bound twice, no node is given
 * more than it has, and no consumer is bound before its provider; at the end nothing is left that fits.
 */
class SchedulerPropertyTest {
    private static final int STEPS = 150;
    private static final List<Fault> FAULTS = List.of(Fault.values());
    private static final List<String> INTERFACES = List.of("x", "y");

    static LongStream seeds() {
        return LongStream.range(0, Scale.cases(20_000));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void losesNothingAndDoublesNothing(long seed) {
        History history = new History(seed);
        for (int step = 0; step < STEPS; step++) {
            history.step();
            history.check("seed " + seed + ", step " + step);
        }
        history.settle();
        history.check("seed " + seed + ", at the end");
        history.checkNothingFits("seed " + seed + ", at the end");
    }

    private static final class History {
        private final Random random;
        private final ManualClock clock = new ManualClock();
        private final InMemoryCluster cluster = new InMemoryCluster();
        private Scheduler scheduler;

        History(long seed) {
            random = new Random(seed);
            scheduler = start();
        }

        private Scheduler start() {
            return new Scheduler(
                    cluster,
                    VolumePort.NONE,
                    reference -> new ComponentSource.Answer.Refused("unused"),
                    new NaivePlacement(),
                    SchedulerSettings.DEFAULT,
                    clock,
                    SchedulerObserver.NONE);
        }

        void step() {
            switch (random.nextInt(20)) {
                case 0, 1, 2 -> cluster.create(randomPod());
                case 3 -> cluster.delete(key("p" + random.nextInt(12)));
                case 4 -> cluster.finish(key("p" + random.nextInt(12)));
                case 5 -> putNode();
                case 6 -> cluster.removeNode(node("n" + random.nextInt(3)));
                case 7, 8, 9 -> clock.advance(Duration.ofMillis(random.nextInt(3000)));
                case 10, 11 -> cluster.deliver(1 + random.nextInt(3));
                case 12 -> cluster.deliverAll();
                case 13 -> restart();
                default -> cycle();
            }
        }

        private ObservedPod randomPod() {
            // A Pod of a name that is taken: the old one is gone, without the scheduler having been told.
            String name = "p" + random.nextInt(12);
            cluster.delete(key(name));
            String tie = INTERFACES.get(random.nextInt(INTERFACES.size()));
            Map<String, String> labels =
                    switch (random.nextInt(4)) {
                        case 0 -> Map.of(NEEDS, tie);
                        case 1 -> Map.of(PROVIDES, tie);
                        default -> Map.of();
                    };
            return pod(name, 100L * (1 + random.nextInt(5)), labels);
        }

        private void putNode() {
            NodeName name = node("n" + random.nextInt(3));
            if (!cluster.nodes().containsKey(name)) {
                cluster.put(node(name.value(), 600));
            }
        }

        private void cycle() {
            List<Fault> faults = IntStream.range(0, random.nextInt(4))
                    .mapToObj(_ -> FAULTS.get(random.nextInt(FAULTS.size())))
                    .toList();
            cluster.faults(faults.toArray(Fault[]::new));
            try {
                scheduler.runCycle();
            } catch (Crash _) {
                restart();
            }
            cluster.noFaults();
        }

        private void restart() {
            scheduler.close();
            scheduler = start();
        }

        void check(String when) {
            Map<Uid, Binding> byUid = new HashMap<>();
            for (Binding binding : cluster.bound) {
                assertThat(byUid.put(binding.uid(), binding))
                        .as("%s: %s bound twice", when, binding)
                        .isNull();
            }
            for (NodeName name : cluster.nodes().keySet()) {
                assertThat(cluster.free(name).get(ResourceName.CPU))
                        .as("%s: what is free on %s", when, name)
                        .isNotNegative();
            }
        }

        /** The world stands still, everything is told, and time goes by. */
        void settle() {
            for (int i = 0; i < 12; i++) {
                cluster.deliverAll();
                scheduler.runCycle();
                clock.advance(QueueSettings.DEFAULT.retryUnschedulableAfter());
            }
            cluster.deliverAll();
        }

        void checkNothingFits(String when) {
            for (ObservedPod pod : cluster.pods()) {
                if (!pod.wantsNode()) {
                    continue;
                }
                for (NodeName name : cluster.nodes().keySet()) {
                    boolean fits = pod.facts().demand().fits(cluster.free(name)) && providerIsOn(name, pod);
                    assertThat(fits)
                            .as(
                                    "%s: %s is pending and fits %s",
                                    when, pod.facts().key(), name)
                            .isFalse();
                }
                assertThat(pod.lastMessage())
                        .as("%s: %s", when, pod.facts().key())
                        .isPresent();
            }
        }

        private boolean providerIsOn(NodeName name, ObservedPod consumer) {
            String needed = consumer.facts().labels().get(NEEDS);
            return needed == null
                    || cluster.pods().stream()
                            .anyMatch(p -> needed.equals(p.facts().labels().get(PROVIDES))
                                    && p.facts().occupies()
                                    && p.facts().state().node().equals(Optional.of(name)));
        }
    }
}

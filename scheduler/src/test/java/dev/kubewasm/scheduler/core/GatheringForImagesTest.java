package dev.kubewasm.scheduler.core;

import static dev.kubewasm.scheduler.core.Fixtures.key;
import static dev.kubewasm.scheduler.core.Fixtures.node;
import static dev.kubewasm.scheduler.core.Fixtures.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.PodState.Phase;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.scheduler.component.ComponentResolver;
import dev.kubewasm.scheduler.port.ComponentReference;
import dev.kubewasm.scheduler.port.ComponentReference.WitLocation;
import dev.kubewasm.scheduler.port.ComponentSource;
import dev.kubewasm.scheduler.port.ObservedPod;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Images are read one after the other, the consumer's last, by the settings of the scheduler program. */
class GatheringForImagesTest {
    private static final String INTERFACES = """
            package a:b { interface c { f: func(); } interface d { f: func(); } }
            package x:y { interface z { f: func(); } }
            """;
    private static final Duration AT_MOST = Duration.ofSeconds(10);

    private final ManualClock clock = new ManualClock();
    private final InMemoryCluster cluster = new InMemoryCluster();
    private final Map<String, String> images = new HashMap<>();
    private final Set<String> stillRead = new HashSet<>();
    private final ComponentSource resolver =
            new ComponentResolver(new SchedulerTest.NoImages(), (namespace, name, key) -> Optional.empty());

    private Scheduler start() {
        return new Scheduler(
                cluster,
                this::read,
                new SchedulerSettings(
                        PlacementSettings.DEFAULT,
                        QueueSettings.DEFAULT.gathering(Duration.ofMillis(300), Duration.ofSeconds(2), AT_MOST)),
                clock,
                SchedulerObserver.NONE);
    }

    private ComponentSource.Answer read(ComponentReference reference) {
        String image = reference.image();
        if (stillRead.contains(image)) {
            return new ComponentSource.Answer.StillRead(image + " is still being read");
        }
        String wit = images.get(image);
        return wit == null
                ? new ComponentSource.Answer.Refused("there is no " + image)
                : resolver.resolve(new ComponentReference(
                        reference.namespace(),
                        reference.container(),
                        image,
                        Optional.of(new WitLocation.Inline("kube-wasm/wit", wit)),
                        Optional.empty()));
    }

    /** A Pod whose component is in the image of its name. */
    private ObservedPod component(String name, long cpu, String world) {
        images.put(name, "package a:%s;\nworld w { %s }\n".formatted(name, world) + INTERFACES);
        ObservedPod plain = pod(name, cpu, Map.of());
        return new ObservedPod(
                plain.facts(),
                plain.info(),
                Optional.of(SchedulerSettings.DEFAULT_PROFILE),
                false,
                List.of(new ComponentReference("ns", "main", name, Optional.empty(), Optional.empty())),
                List.of(),
                Optional.empty());
    }

    /** Each node has room for the consumer and both providers, and spread out is better as long as nobody needs both. */
    private void application() {
        for (int i = 0; i < 4; i++) {
            cluster.put(node("n" + i, 1000));
        }
        cluster.create(component("one", 300, "export a:b/c;"));
        cluster.create(component("other", 300, "export a:b/d;"));
        cluster.create(component("consumer", 300, "import a:b/c; import a:b/d;"));
    }

    /** What the program's loop does in so much time. */
    private void run(Scheduler scheduler, Duration time) {
        for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plusMillis(100)) {
            clock.advance(Duration.ofMillis(100));
            scheduler.readAhead();
            if (scheduler.hasWork()) {
                scheduler.runCycle();
            }
            cluster.deliverAll();
        }
    }

    @Test
    void aGroupComesTogetherWhoseConsumerIsReadLast() {
        stillRead.add("consumer");
        application();
        Scheduler scheduler = start();
        run(scheduler, Duration.ofSeconds(5));
        assertThat(cluster.bound).as("not before it is known who needs them").isEmpty();
        assertThat(cluster.events).as("nobody is told of waiting").isEmpty();

        stillRead.clear();
        run(scheduler, Duration.ofSeconds(1));

        assertThat(cluster.bound).hasSize(3);
        assertThat(cluster.bound.stream().map(binding -> binding.node()).distinct())
                .hasSize(1);
    }

    @Test
    void providersThatAreReadLastAreWaitedForToo() {
        stillRead.addAll(Set.of("one", "other"));
        application();
        Scheduler scheduler = start();
        run(scheduler, Duration.ofSeconds(1));
        assertThat(cluster.events)
                .as("that nobody exports what it imports isn't said")
                .isEmpty();

        stillRead.clear();
        run(scheduler, Duration.ofSeconds(1));
        assertThat(cluster.bound).hasSize(3);
    }

    @Test
    void theOthersWaitNoLongerThanTheyMay() {
        stillRead.add("consumer");
        application();
        Scheduler scheduler = start();
        run(scheduler, AT_MOST.plusSeconds(1));

        assertThat(cluster.bound).extracting(b -> b.pod().name()).containsExactlyInAnyOrder("one", "other");
        assertThat(cluster.pod(key("consumer")).orElseThrow().lastMessage())
                .contains("container main: consumer is still being read");

        cluster.create(component("late", 300, "export a:b/c;"));
        cluster.deliverAll();
        run(scheduler, Duration.ofSeconds(1));
        assertThat(cluster.nodeOf(key("late")))
                .as("for one that has had its time nobody waits")
                .isPresent();
    }

    @Test
    void podsThatLinkToNobodyDoNotWait() {
        stillRead.add("consumer");
        application();
        cluster.create(component("alone", 100, ""));
        cluster.create(pod("plain", 100, Map.of()));
        run(start(), Duration.ofSeconds(1));

        assertThat(cluster.bound).extracting(b -> b.pod().name()).containsExactlyInAnyOrder("plain", "alone");
    }

    @Test
    void aCompleteGroupWaitsForNoStrangers() {
        application();
        Scheduler scheduler = start();
        scheduler.runCycle();
        cluster.deliverAll();
        cluster.bound.clear();
        cluster.create(component("provider", 100, "export x:y/z;"));
        cluster.create(component("user", 100, "import x:y/z;"));
        cluster.deliverAll();
        for (int i = 0; i < 4; i++) {
            cluster.create(component("stranger-" + i, 10, "export a:b/c;"));
            cluster.deliverAll();
            run(scheduler, Duration.ofMillis(100));
        }

        assertThat(cluster.bound).extracting(b -> b.pod().name()).containsExactlyInAnyOrder("provider", "user");
        assertThat(cluster.bound.getFirst().node())
                .isEqualTo(cluster.bound.getLast().node());
    }

    @Test
    void aCompleteGroupWaitsForNoRegistry() {
        stillRead.add("consumer");
        application();
        cluster.create(component("provider", 100, "export x:y/z;"));
        cluster.create(component("user", 100, "import x:y/z;"));
        run(start(), Duration.ofSeconds(1));

        assertThat(cluster.bound).extracting(b -> b.pod().name()).containsExactlyInAnyOrder("provider", "user");
    }

    @Test
    void oneThatIsReadAndLinksToNobodyWaitsForNobody() {
        application();
        Scheduler scheduler = start();
        scheduler.runCycle();
        cluster.deliverAll();
        cluster.bound.clear();
        cluster.create(component("alone", 100, ""));
        cluster.create(component("provider", 100, "export x:y/z;"));
        cluster.deliverAll();

        scheduler.readAhead();
        assertThat(scheduler.hasWork()).isTrue();
        scheduler.runCycle();

        assertThat(cluster.bound).extracting(b -> b.pod().name()).containsExactly("alone");
    }

    @Test
    void oneThatCannotBeReadIsNotWaitedFor() {
        application();
        images.remove("consumer");
        Scheduler scheduler = start();
        run(scheduler, Duration.ofSeconds(1));

        assertThat(cluster.bound).hasSize(2);
    }

    @Test
    void aProviderThatRunsAndIsReadLateIsLinkedTo() {
        cluster.put(node("n0", 1000));
        cluster.create(InMemoryCluster.withState(
                component("one", 300, "export a:b/c;"),
                new PodState(Optional.of(new NodeName("n0")), Phase.RUNNING, false, true)));
        stillRead.add("one");
        cluster.create(component("consumer", 300, "import a:b/c;"));
        Scheduler scheduler = start();
        run(scheduler, AT_MOST.plusSeconds(1));
        assertThat(cluster.pod(key("consumer")).orElseThrow().lastMessage()).isPresent();

        stillRead.clear();
        cluster.create(pod("plain", 100, Map.of()));
        cluster.deliverAll();
        run(scheduler, Duration.ofSeconds(20));
        assertThat(cluster.nodeOf(key("consumer"))).contains(node("n0"));
    }
}

package dev.kubewasm.scheduler.core;

import static dev.kubewasm.scheduler.core.Fixtures.NEEDS;
import static dev.kubewasm.scheduler.core.Fixtures.PROVIDES;
import static dev.kubewasm.scheduler.core.Fixtures.component;
import static dev.kubewasm.scheduler.core.Fixtures.gated;
import static dev.kubewasm.scheduler.core.Fixtures.key;
import static dev.kubewasm.scheduler.core.Fixtures.node;
import static dev.kubewasm.scheduler.core.Fixtures.ofProfile;
import static dev.kubewasm.scheduler.core.Fixtures.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.component.ComponentResolver;
import dev.kubewasm.scheduler.core.InMemoryCluster.Crash;
import dev.kubewasm.scheduler.core.InMemoryCluster.Fault;
import dev.kubewasm.scheduler.port.ArtifactSource;
import dev.kubewasm.scheduler.port.ComponentSource;
import dev.kubewasm.scheduler.port.ImageReference;
import dev.kubewasm.scheduler.port.ObservedPod;
import dev.kubewasm.scheduler.port.PodEvent;
import dev.kubewasm.scheduler.port.VolumePort;
import dev.kubewasm.scheduler.port.WasmArtifact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    private static final String INTERFACE = "package a:b {\n  interface c { f: func(); }\n}\n";

    private final ManualClock clock = new ManualClock();
    private final InMemoryCluster cluster = new InMemoryCluster();
    private final List<String> broken = new ArrayList<>();
    private PlacementStage placement = new NaivePlacement();
    private ComponentSource components =
            reference -> new ComponentSource.Answer.Refused("no component is known: " + reference.image());

    @Test
    void bindsProvidersBeforeConsumers() {
        cluster.put(node("n1", 1000));
        cluster.create(pod("a-consumer", 100, Map.of(NEEDS, "x")));
        cluster.create(pod("z-provider", 100, Map.of(PROVIDES, "x")));

        CycleReport report = start().runCycle();

        assertThat(report.outcomes())
                .containsExactly(
                        new SchedulingOutcome.Bound(key("z-provider"), node("n1")),
                        new SchedulingOutcome.Bound(key("a-consumer"), node("n1")));
        assertThat(cluster.bound).extracting(b -> b.pod().name()).containsExactly("z-provider", "a-consumer");
        assertThat(cluster.events).extracting(PodEvent::reason).containsOnly(PodEvent.Reason.SCHEDULED);
        assertThat(cluster.events.getFirst().message()).isEqualTo("Successfully assigned ns/z-provider to n1");
    }

    @Test
    void saysWhichImportsStayUnlinked() {
        cluster.put(node("n1", 1000));
        cluster.create(pod("a", 100, Map.of()));
        PlacementStage naive = placement;
        placement = (snapshot, pending, settings) -> {
            PlacementStage.Plan plan = naive.plan(snapshot, pending, settings);
            return new PlacementStage.Plan(
                    plan.bindings().stream()
                            .map(p -> new PlannedBinding(p.binding(), p.providers(), List.of("nobody exports x:y/z")))
                            .toList(),
                    plan.unplaced());
        };

        start().runCycle();

        assertThat(cluster.events)
                .extracting(PodEvent::reason)
                .containsExactly(PodEvent.Reason.SCHEDULED, PodEvent.Reason.UNLINKED_IMPORT);
        assertThat(cluster.events.getLast().message()).isEqualTo("nobody exports x:y/z");
    }

    @Test
    void wakesForWhatMayBeTriedSoonerAlone() {
        cluster.put(node("n1", 1000));
        Scheduler scheduler = start();
        AtomicInteger woken = new AtomicInteger();
        scheduler.onWork(woken::incrementAndGet);
        assertThat(scheduler.nextAttempt()).isEmpty();

        cluster.create(pod("a", 100, Map.of()));
        cluster.deliverAll();
        assertThat(woken).hasValue(1);
        scheduler.runCycle();
        cluster.deliverAll();
        assertThat(cluster.nodeOf(key("a"))).isPresent();
        assertThat(woken).as("a Pod seen bound").hasValue(1);

        assertThat(scheduler.nextAttempt()).isEmpty();
        cluster.create(pod("large", 2000, Map.of()));
        cluster.deliverAll();
        scheduler.runCycle();
        cluster.deliverAll();
        woken.set(0);
        assertThat(scheduler.nextAttempt()).isPresent();
        cluster.put(node("n2", 3000));
        cluster.deliverAll();
        assertThat(woken).as("a node that may help, after the backoff").hasValue(1);
    }

    @Test
    void touchesNoPodOfOthersNorOneBoundOrGatedOrOnItsWayOut() {
        cluster.put(node("n1", 1000));
        cluster.put(ofProfile(Optional.empty(), pod("other", 100, Map.of())));
        cluster.put(gated(pod("gated", 100, Map.of())));
        cluster.put(InMemoryCluster.withState(
                pod("bound", 100, Map.of()),
                new PodState(Optional.of(node("elsewhere")), PodState.Phase.RUNNING, false, true)));
        cluster.put(InMemoryCluster.withState(
                pod("leaving", 100, Map.of()), new PodState(Optional.empty(), PodState.Phase.PENDING, true, false)));

        assertThat(start().runCycle()).isEqualTo(CycleReport.NOTHING);
        assertThat(cluster.bindCalls).isZero();
        assertThat(cluster.events).isEmpty();
    }

    @Test
    void countsPodsOfOthersAsUsedRoom() {
        cluster.put(node("n1", 1000));
        cluster.put(InMemoryCluster.withState(
                ofProfile(Optional.empty(), pod("other", 950, Map.of())),
                new PodState(Optional.of(node("n1")), PodState.Phase.RUNNING, false, true)));
        cluster.create(pod("mine", 100, Map.of()));

        assertThat(start().runCycle().outcomes())
                .containsExactly(new SchedulingOutcome.Unschedulable(key("mine"), "no node has room for it"));
    }

    @Test
    void saysWhyOnceAndTriesAgainWhenSomethingHelps() {
        cluster.create(pod("a", 100, Map.of()));
        Scheduler scheduler = start();
        scheduler.runCycle();
        cluster.deliverAll();

        assertThat(cluster.events).singleElement().satisfies(event -> {
            assertThat(event.reason()).isEqualTo(PodEvent.Reason.FAILED_SCHEDULING);
            assertThat(event.message()).isEqualTo("no node has room for it");
        });
        assertThat(cluster.pod(key("a")).orElseThrow().lastMessage()).contains("no node has room for it");
        clock.advance(Duration.ofMinutes(1));
        assertThat(scheduler.hasWork()).as("its own condition helps nobody").isFalse();

        cluster.put(node("too-small", 50));
        cluster.deliverAll();
        assertThat(scheduler.runCycle().outcomes()).hasSize(1);
        assertThat(cluster.conditionWrites)
                .as("the same message isn't written twice")
                .isEqualTo(1);
        assertThat(cluster.events).hasSize(1);

        clock.advance(Duration.ofMinutes(1));
        cluster.put(node("n1", 1000));
        cluster.deliverAll();
        scheduler.runCycle();
        assertThat(cluster.nodeOf(key("a"))).contains(node("n1"));
    }

    @Test
    void aConsumerWaitsForItsProviderAndIsBoundWhenItComes() {
        cluster.put(node("n1", 1000));
        cluster.create(pod("consumer", 100, Map.of(NEEDS, "x")));
        Scheduler scheduler = start();
        assertThat(scheduler.runCycle().outcomes())
                .containsExactly(new SchedulingOutcome.Unschedulable(key("consumer"), "no node has room for it"));

        cluster.put(node("n1", 999));
        cluster.create(pod("provider", 100, Map.of(PROVIDES, "x")));
        clock.advance(Duration.ofSeconds(1));
        cluster.deliverAll();
        scheduler.runCycle();

        assertThat(cluster.nodeOf(key("consumer"))).contains(node("n1"));
    }

    @Test
    void aProviderThatComesLaterIsPlacedWhereTheConsumerThatWaitsForItHasRoom() {
        cluster.put(node("just-for-the-provider", 60));
        cluster.put(node("for-both", 1000));
        cluster.create(component("consumer", 80, "package a:consumer;\nworld w { import a:b/c; }\n" + INTERFACE));
        Scheduler scheduler = new Scheduler(
                cluster,
                new ComponentResolver(new NoImages(), (namespace, name, key) -> Optional.empty()),
                SchedulerSettings.DEFAULT,
                clock,
                SchedulerObserver.NONE);
        assertThat(scheduler.runCycle().outcomes()).singleElement().isInstanceOf(SchedulingOutcome.Unschedulable.class);

        cluster.create(component("provider", 50, "package a:provider;\nworld w { export a:b/c; }\n" + INTERFACE));
        cluster.deliverAll();

        assertThat(scheduler.runCycle().outcomes())
                .as("decided in one cycle, although the consumer's backoff isn't over")
                .containsExactly(
                        new SchedulingOutcome.Bound(key("provider"), node("for-both")),
                        new SchedulingOutcome.Bound(key("consumer"), node("for-both")));
    }

    @Test
    void doesNotBindAConsumerWhoseProviderCouldNotBeBound() {
        cluster.put(node("n1", 1000));
        cluster.create(pod("provider", 100, Map.of(PROVIDES, "x")));
        cluster.create(pod("consumer", 100, Map.of(NEEDS, "x")));
        Scheduler scheduler = start();
        cluster.delete(key("provider"));

        assertThat(scheduler.runCycle().outcomes())
                .containsExactly(
                        new SchedulingOutcome.Overtaken(key("provider"), "not found"),
                        new SchedulingOutcome.Overtaken(key("consumer"), "its provider ns/provider was not bound"));
        assertThat(cluster.bound).isEmpty();
        assertThat(cluster.bindCalls).as("for the provider, twice").isEqualTo(2);
    }

    @Test
    void aConflictWithAnotherWriteIsNoFailedAttempt() {
        cluster.put(node("n1", 1000));
        cluster.create(pod("a", 100, Map.of()));
        Scheduler scheduler = start();
        cluster.faults(Fault.CONFLICT, Fault.CONFLICT);
        assertThat(scheduler.runCycle().outcomes())
                .as("once more and no oftener")
                .containsExactly(new SchedulingOutcome.Overtaken(key("a"), "the object has been modified"));
        clock.advance(Duration.ofSeconds(1));
        cluster.faults(Fault.CONFLICT);

        assertThat(scheduler.runCycle().outcomes()).containsExactly(new SchedulingOutcome.Bound(key("a"), node("n1")));
    }

    @Test
    void neverBindsAPodThatTookTheNameOfAnother() {
        cluster.put(node("n1", 1000));
        cluster.create(pod("a", 100, Map.of()));
        Scheduler scheduler = start();
        cluster.delete(key("a"));
        Uid second = cluster.create(pod("a", 100, Map.of()));

        assertThat(scheduler.runCycle().outcomes())
                .containsExactly(new SchedulingOutcome.Overtaken(key("a"), "uid is another"));
        cluster.deliverAll();
        scheduler.runCycle();

        assertThat(cluster.bound).singleElement().satisfies(b -> assertThat(b.uid())
                .isEqualTo(second));
    }

    @Test
    void aBindingWithoutAnAnswerKeepsItsRoomUntilItIsKnownWhatBecameOfIt() {
        cluster.put(node("n1", 100));
        cluster.create(pod("a", 100, Map.of()));
        Scheduler scheduler = start();
        cluster.faults(Fault.LOST_ANSWER);

        assertThat(scheduler.runCycle().outcomes()).singleElement().isInstanceOf(SchedulingOutcome.Failed.class);
        cluster.create(pod("b", 100, Map.of()));
        // Only b is told of: that a is bound on n1 is still on its way.
        cluster.tell(cluster.pod(key("b")).orElseThrow());
        assertThat(scheduler.runCycle().outcomes())
                .containsExactly(new SchedulingOutcome.Unschedulable(key("b"), "no node has room for it"));

        clock.advance(Duration.ofSeconds(1));
        assertThat(scheduler.runCycle().outcomes())
                .containsExactly(new SchedulingOutcome.Overtaken(key("a"), "already bound or on its way out"));
        cluster.deliverAll();
        clock.advance(Duration.ofMinutes(1));
        assertThat(scheduler.runCycle()).isEqualTo(CycleReport.NOTHING);
        assertThat(cluster.free(node("n1")).get(ResourceName.CPU)).isZero();
    }

    @Test
    void aBindingThatNeverArrivedIsMadeAgainAsItWas() {
        cluster.put(node("n1", 100));
        cluster.create(pod("a", 100, Map.of()));
        Scheduler scheduler = start();
        cluster.faults(Fault.LOST_REQUEST);
        scheduler.runCycle();
        clock.advance(Duration.ofSeconds(1));

        assertThat(scheduler.runCycle().outcomes()).containsExactly(new SchedulingOutcome.Bound(key("a"), node("n1")));
        assertThat(scheduler.runCycle()).isEqualTo(CycleReport.NOTHING);
    }

    @Test
    void aBindingThatIsRefusedForNowIsMadeAgainWhenTheClusterAskedForIt() {
        cluster.put(node("n1", 100));
        cluster.create(pod("a", 100, Map.of()));
        Scheduler scheduler = start();
        cluster.faults(Fault.BUSY);
        scheduler.runCycle();
        clock.advance(InMemoryCluster.BUSY_FOR.minusMillis(1));
        assertThat(scheduler.runCycle()).as("longer than the first backoff").isEqualTo(CycleReport.NOTHING);
        clock.advance(Duration.ofMillis(1));

        assertThat(scheduler.runCycle().outcomes()).containsExactly(new SchedulingOutcome.Bound(key("a"), node("n1")));
    }

    @Test
    void aBindingInDoubtThatIsRefusedKeepsItsRoomUntilItWouldBeKnown() {
        cluster.put(node("n1", 100));
        cluster.create(pod("a", 100, Map.of()));
        Scheduler scheduler = start();
        cluster.faults(Fault.LOST_REQUEST, Fault.REJECTED);
        scheduler.runCycle();
        clock.advance(Duration.ofSeconds(1));
        assertThat(scheduler.runCycle().outcomes())
                .singleElement()
                .isInstanceOfSatisfying(SchedulingOutcome.Failed.class, failed -> assertThat(failed.why())
                        .contains("a webhook forbids it"));
        cluster.create(pod("b", 100, Map.of()));
        cluster.deliverAll();
        assertThat(scheduler.runCycle().outcomes())
                .contains(new SchedulingOutcome.Unschedulable(key("b"), "no node has room for it"));

        clock.advance(Duration.ofMinutes(4));
        cluster.faults(Fault.REJECTED);
        scheduler.runCycle();
        clock.advance(QueueSettings.DEFAULT.retryUnschedulableAfter());
        scheduler.runCycle();

        assertThat(cluster.pods()).filteredOn(pod -> !pod.wantsNode()).hasSize(1);
    }

    @Test
    void aBindingInDoubtIsVoidWhenItsNodeGoes() {
        cluster.put(node("n1", 100));
        cluster.create(pod("a", 100, Map.of()));
        Scheduler scheduler = start();
        cluster.faults(Fault.LOST_REQUEST);
        scheduler.runCycle();
        cluster.removeNode(node("n1"));
        cluster.put(node("n2", 100));
        cluster.deliverAll();
        clock.advance(Duration.ofSeconds(1));
        scheduler.runCycle();

        assertThat(cluster.nodeOf(key("a"))).contains(node("n2"));
    }

    @Test
    void staleNewsOfAPodJustBoundDontUndoIt() {
        cluster.put(node("n1", 100));
        cluster.create(pod("a", 100, Map.of()));
        Scheduler scheduler = start();
        ObservedPod before = cluster.pod(key("a")).orElseThrow();
        scheduler.runCycle();
        cluster.tell(before);
        cluster.create(pod("b", 100, Map.of()));
        cluster.tell(cluster.pod(key("b")).orElseThrow());

        assertThat(scheduler.runCycle().outcomes())
                .containsExactly(new SchedulingOutcome.Unschedulable(key("b"), "no node has room for it"));
        assertThat(cluster.bindCalls).isEqualTo(1);
    }

    @Test
    void aPodThatComesBackUnderItsNameDuringTheCycleIsNotLost() {
        cluster.put(node("n1", 1000));
        cluster.create(pod("a", 100, Map.of()));
        AtomicInteger cycles = new AtomicInteger();
        placement = (snapshot, pending, settings) -> {
            PlacementStage.Plan plan = new NaivePlacement().plan(snapshot, pending, settings);
            if (cycles.incrementAndGet() == 1) {
                cluster.delete(key("a"));
                cluster.create(pod("a", 100, Map.of()));
                cluster.deliverAll();
            }
            return plan;
        };
        Scheduler scheduler = start();

        assertThat(scheduler.runCycle().outcomes())
                .containsExactly(new SchedulingOutcome.Overtaken(key("a"), "the Pod was deleted meanwhile"));
        assertThat(scheduler.runCycle().outcomes()).containsExactly(new SchedulingOutcome.Bound(key("a"), node("n1")));
    }

    @Test
    void aPlacementThatFailsItsAuditIsNotBound() {
        cluster.put(node("n1", 1000));
        cluster.create(pod("a", 100, Map.of()));
        placement = (snapshot, pending, settings) -> {
            throw new IllegalStateException("the audit found that a is on no node");
        };
        Scheduler scheduler = start();

        assertThat(scheduler.runCycle().outcomes())
                .singleElement()
                .isInstanceOfSatisfying(
                        SchedulingOutcome.Failed.class, f -> assertThat(f.why()).contains("the audit found"));
        assertThat(broken).hasSize(1);
        assertThat(cluster.bindCalls).isZero();
        clock.advance(Duration.ofSeconds(1));
        assertThat(scheduler.hasWork()).as("it is tried again").isTrue();
    }

    @Test
    void aPodThatBreaksThePlacementIsToldByNameAndTheRestIsPlaced() {
        cluster.put(node("n1", 250));
        for (String name : List.of("a", "b", "c", "d")) {
            cluster.create(pod(name, 100, Map.of()));
        }
        placement = (snapshot, pending, settings) -> {
            if (pending.contains(key("b"))) {
                throw new IllegalStateException("b is poison");
            }
            return new NaivePlacement().plan(snapshot, pending, settings);
        };

        assertThat(start().runCycle().outcomes())
                .containsExactlyInAnyOrder(
                        new SchedulingOutcome.Failed(key("b"), "b is poison"),
                        new SchedulingOutcome.Bound(key("a"), node("n1")),
                        new SchedulingOutcome.Bound(key("c"), node("n1")),
                        new SchedulingOutcome.Unschedulable(key("d"), "no node has room for it"));
        assertThat(broken).containsExactly("deciding about Pod ns/b: b is poison");
    }

    @Test
    void anUnreadableComponentOfABoundPodIsReadAgainAfterItsBackoffAlone() {
        cluster.put(node("n1", 1000));
        cluster.create(pod("a", 100, Map.of()));
        ObservedPod provider = component("provider", 100, "wit");
        PodState running = new PodState(Optional.of(node("n1")), PodState.Phase.RUNNING, false, true);
        cluster.create(InMemoryCluster.withState(provider, running));
        int[] reads = {0};
        components = reference -> {
            reads[0]++;
            return new ComponentSource.Answer.Refused("no such image");
        };
        Scheduler scheduler = start();

        scheduler.runCycle();
        cluster.create(pod("b", 100, Map.of()));
        cluster.deliverAll();
        scheduler.runCycle();
        assertThat(reads[0]).as("within the backoff").isEqualTo(1);

        clock.advance(Duration.ofSeconds(1));
        cluster.create(pod("c", 100, Map.of()));
        cluster.deliverAll();
        scheduler.runCycle();
        assertThat(reads[0]).as("after it").isEqualTo(2);

        clock.advance(Duration.ofSeconds(1));
        cluster.create(pod("d", 100, Map.of()));
        cluster.deliverAll();
        scheduler.runCycle();
        assertThat(reads[0]).as("the backoff has doubled").isEqualTo(2);
    }

    @Test
    void whatCouldNotBeSaidIsSaidAtTheNextAttempt() {
        cluster.create(pod("a", 100, Map.of()));
        Scheduler scheduler = start();
        cluster.faults(Fault.NONE, Fault.LOST_REQUEST);
        scheduler.runCycle();
        assertThat(cluster.conditionWrites).isZero();
        clock.advance(Duration.ofSeconds(1));
        scheduler.runCycle();

        assertThat(cluster.conditionWrites).isEqualTo(1);
    }

    @Test
    void aPodThatCantBeKeptToItsWordIsRefusedByName() {
        cluster.put(node("n1", 1000));
        ObservedPod pod = pod("a", 100, Map.of());
        cluster.put(new ObservedPod(
                pod.facts(),
                pod.info(),
                Optional.of(SchedulerSettings.DEFAULT_PROFILE),
                false,
                List.of(),
                List.of("hostPort 80 is not supported", "x"),
                Optional.empty()));

        assertThat(start().runCycle().outcomes())
                .containsExactly(new SchedulingOutcome.Unschedulable(key("a"), "hostPort 80 is not supported; x"));
    }

    @Test
    void aComponentThatCantBeReadDelaysItsPodAlone() {
        cluster.put(node("n1", 1000));
        cluster.create(Fixtures.component("a", 100, "wit"));
        cluster.create(pod("b", 100, Map.of()));
        Scheduler scheduler = start();

        assertThat(scheduler.runCycle().outcomes())
                .containsExactly(
                        new SchedulingOutcome.Unreadable(
                                key("a"), "container main: no component is known: registry.example.com/a"),
                        new SchedulingOutcome.Bound(key("b"), node("n1")));
        clock.advance(Duration.ofSeconds(1));
        assertThat(scheduler.hasWork())
                .as("what is missing may come without any event")
                .isTrue();
    }

    @Test
    void aComponentThatBreaksTheReaderDelaysItsPodAlone() {
        cluster.put(node("n1", 1000));
        cluster.create(component("a", 100, "wit"));
        cluster.create(pod("b", 100, Map.of()));
        components = reference -> {
            throw new IllegalStateException("a defect of the decoder");
        };
        Scheduler scheduler = start();

        assertThat(scheduler.runCycle().outcomes())
                .containsExactly(
                        new SchedulingOutcome.Failed(key("a"), "its components can't be read: a defect of the decoder"),
                        new SchedulingOutcome.Bound(key("b"), node("n1")));
        assertThat(broken).containsExactly("reading the components of Pod ns/a: a defect of the decoder");
        clock.advance(Duration.ofSeconds(1));
        assertThat(scheduler.hasWork()).as("it is tried again").isTrue();
    }

    @Test
    void diesWithTheProcessAndTheNextOneGoesOn() {
        cluster.put(node("n1", 1000));
        cluster.create(pod("provider", 100, Map.of(PROVIDES, "x")));
        cluster.create(pod("consumer", 100, Map.of(NEEDS, "x")));
        cluster.faults(Fault.CRASH_AFTER);
        Scheduler first = start();
        assertThatExceptionOfType(Crash.class).isThrownBy(first::runCycle);
        first.close();

        assertThat(start().runCycle().outcomes())
                .containsExactly(new SchedulingOutcome.Bound(key("consumer"), node("n1")));
        assertThat(cluster.bound).extracting(b -> b.pod().name()).containsExactly("provider", "consumer");
    }

    @Test
    void decidesNothingBeforeItKnowsEverything() {
        cluster.put(node("n1", 1000));
        cluster.create(pod("a", 100, Map.of()));
        cluster.syncLater();
        Scheduler scheduler = start();

        assertThat(scheduler.synced()).isFalse();
        assertThat(scheduler.nextAttempt()).isEmpty();
        assertThat(scheduler.runCycle()).isEqualTo(CycleReport.NOTHING);
        cluster.deliverAll();
        assertThat(scheduler.synced()).isTrue();
        assertThat(scheduler.runCycle().outcomes()).hasSize(1);
    }

    private Scheduler start() {
        return new Scheduler(
                cluster,
                VolumePort.NONE,
                components,
                placement,
                SchedulerSettings.DEFAULT,
                clock,
                new SchedulerObserver() {
                    @Override
                    public void outcome(SchedulingOutcome outcome, String profile, Uid uid, Duration took) {}

                    @Override
                    public void warning(String message) {}

                    @Override
                    public void broke(String what, Throwable cause) {
                        broken.add(what + ": " + cause.getMessage());
                    }
                });
    }

    /** Is not asked: the Pods here carry their WIT. */
    static final class NoImages implements ArtifactSource {
        @Override
        public Resolution resolve(ImageReference image) {
            throw new AssertionError("asked for " + image);
        }

        @Override
        public Binary binary(WasmArtifact artifact) {
            throw new AssertionError("asked for " + artifact.image());
        }
    }
}

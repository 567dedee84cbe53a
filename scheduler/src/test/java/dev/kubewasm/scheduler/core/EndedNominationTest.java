package dev.kubewasm.scheduler.core;

import static dev.kubewasm.scheduler.core.Fixtures.key;
import static dev.kubewasm.scheduler.core.Fixtures.node;
import static dev.kubewasm.scheduler.core.Fixtures.pod;
import static dev.kubewasm.scheduler.core.Fixtures.withPriority;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.component.ComponentResolver;
import dev.kubewasm.scheduler.core.SchedulingState.Next;
import dev.kubewasm.scheduler.port.Binding;
import dev.kubewasm.scheduler.port.ObservedPod;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Room that is kept for a Pod is for others once the Pod doesn't wait for it any more. */
class EndedNominationTest {
    private static final Uid UID = new Uid("uid-1");
    private static final ObservedPod IMPORTANT =
            withPriority(InMemoryCluster.withUid(pod("important", 500, Map.of()), UID), 10);

    private final ManualClock clock = new ManualClock();

    /** In which one waits for a node, and another that this keeps from the node. */
    private SchedulingState waiting() {
        SchedulingState state = new SchedulingState(clock, SchedulerSettings.DEFAULT, QueueObserver.NONE);
        state.nodeChanged(Fixtures.observed(node("n1", 1000)));
        state.nodeChanged(Fixtures.observed(node("n2", 1000)));
        state.podChanged(IMPORTANT);
        state.podChanged(InMemoryCluster.withUid(pod("late", 600, Map.of()), new Uid("uid-2")));
        state.synced();
        assertThat(state.begin()).hasSize(2);
        nominate(state, "n1");
        state.answered(state.pod(key("important")).orElseThrow(), new Next.WaitForHelp(Set.of(Rejectors.ITSELF)));
        state.answered(state.pod(key("late")).orElseThrow(), new Next.WaitForHelp(Set.of("NodeResourcesFit")));
        clock.advance(Duration.ofMinutes(1));
        assertThat(state.hasWork()).isFalse();
        return state;
    }

    private static void nominate(SchedulingState state, String node) {
        state.nominate(
                key("important"),
                UID,
                Optional.of(node).filter(name -> !name.isEmpty()).map(Fixtures::node));
    }

    private static void assume(SchedulingState state, String node) {
        Binding binding = Binding.of(key("important"), UID, node(node), Map.of());
        assertThat(state.assume(new PlannedBinding(binding, Set.of()))).isEmpty();
    }

    static Stream<Named<Consumer<SchedulingState>>> ends() {
        return Stream.of(
                Named.of("taken back", state -> nominate(state, "")),
                Named.of("moved", state -> nominate(state, "n2")),
                Named.of("its Pod is deleted", state -> state.podRemoved(key("important"))),
                Named.of(
                        "another takes its name",
                        state -> state.podChanged(InMemoryCluster.withUid(IMPORTANT, new Uid("uid-3")))),
                Named.of(
                        "its Pod is on its way out",
                        state -> state.podChanged(InMemoryCluster.withState(
                                IMPORTANT, new PodState(Optional.empty(), PodState.Phase.PENDING, true, false)))),
                Named.of("its Pod goes elsewhere", state -> assume(state, "n2")));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void wakesThoseThatItKeptOut(Consumer<SchedulingState> end) {
        SchedulingState state = waiting();

        end.accept(state);

        assertThat(state.begin()).extracting(CachedPod::key).contains(key("late"));
    }

    static Stream<Named<Consumer<SchedulingState>>> goesOn() {
        return Stream.of(
                Named.of("said again", state -> nominate(state, "n1")),
                Named.of("its Pod comes", state -> assume(state, "n1")));
    }

    @ParameterizedTest
    @MethodSource("goesOn")
    void wakesNobodyAsLongAsItKeepsThemOut(Consumer<SchedulingState> news) {
        SchedulingState state = waiting();

        news.accept(state);

        assertThat(state.hasWork()).isFalse();
    }

    @Test
    void aPodIsPlacedWhenTheOneIsDeletedThatOthersLeftFor() {
        InMemoryCluster cluster = new InMemoryCluster();
        cluster.put(node("n1", 1000));
        cluster.create(InMemoryCluster.withState(
                pod("low", 900, Map.of()), new PodState(Optional.of(node("n1")), PodState.Phase.RUNNING, false, true)));
        cluster.create(withPriority(pod("high", 500, Map.of()), 10));
        Scheduler scheduler = new Scheduler(
                cluster,
                new ComponentResolver(new SchedulerTest.NoImages(), (_, _, _) -> Optional.empty()),
                SchedulerSettings.DEFAULT,
                clock,
                SchedulerObserver.NONE);
        scheduler.runCycle();
        cluster.create(pod("late", 600, Map.of()));
        cluster.deliverAll();
        scheduler.runCycle();
        assertThat(cluster.nodeOf(key("late")))
                .as("what became free isn't for it")
                .isEmpty();

        cluster.delete(key("high"));
        cluster.deliverAll();
        clock.advance(Duration.ofSeconds(10));
        scheduler.runCycle();

        assertThat(cluster.nodeOf(key("late"))).contains(node("n1"));
    }
}

package dev.kubewasm.simulations.timeline;

import static dev.kubewasm.simulations.Clusters.bound;
import static dev.kubewasm.simulations.Clusters.node;
import static dev.kubewasm.simulations.Clusters.owned;
import static dev.kubewasm.simulations.Clusters.pod;
import static dev.kubewasm.simulations.Clusters.situation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.solver.ConstraintWeights;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.simulations.situation.Situation;
import dev.kubewasm.simulations.strategy.Placement;
import dev.kubewasm.simulations.strategy.Progress;
import dev.kubewasm.simulations.strategy.Strategies;
import dev.kubewasm.simulations.strategy.Strategy;
import dev.kubewasm.simulations.timeline.Timeline.Timed;
import io.fabric8.kubernetes.api.model.Node;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TimelineRunTest {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final NodeName A = new NodeName("a");

    private static TimelineRun.Result run(Situation situation, Timeline timeline, Strategies strategy, long seed) {
        PlacementSettings settings = new PlacementSettings(seed, 0, Duration.ofMinutes(1), ConstraintWeights.DEFAULT);
        return TimelineRun.run(situation, timeline, strategy.make(settings), seed, Progress.NONE);
    }

    private static Timeline events(Timed... events) {
        return new Timeline(HOUR, SECOND, List.of(events), List.of());
    }

    private static WorkloadRef web(Situation situation) {
        return situation.snapshot().pods().values().stream()
                .map(PodFacts::workload)
                .filter(workload -> workload.name().equals("web"))
                .findFirst()
                .orElseThrow();
    }

    private static Situation twoNodes() {
        return situation(
                List.of(node("a", 4, 8), node("b", 4, 8)),
                List.of(
                        bound(owned(pod("web-1", 500, 100), "web"), "a"),
                        bound(owned(pod("web-2", 500, 100), "web"), "a")));
    }

    @Test
    void whatIsDrainedGoesElsewhere() {
        TimelineRun.Result result =
                run(twoNodes(), events(new Timed(30 * MINUTE, new Occurrence.Drain(A))), Strategies.FIRST_FIT, 0);

        assertThat(result.end().snapshot().podsOn(A)).isEmpty();
        assertThat(result.end().snapshot().podsOn(new NodeName("b"))).hasSize(2);
        assertThat(result.overTime().evicted()).isEqualTo(2);
        assertThat(result.overTime().nodesMean()).isEqualTo(1);
        assertThat(result.overTime().waitMost()).isZero();
    }

    /** What was on a node that failed waits until that is noticed; the node comes back empty. */
    @Test
    void whatANodeThatFailedHadIsMissedUntilItIsNoticed() {
        TimelineRun.Result result = run(
                twoNodes(),
                events(new Timed(0, new Occurrence.Failure(A, 350 * SECOND, OptionalLong.of(20 * MINUTE)))),
                Strategies.FIRST_FIT,
                0);

        assertThat(result.end().snapshot().podsOn(new NodeName("b"))).hasSize(2);
        assertThat(result.end().snapshot().node(A)).isPresent();
        assertThat(result.overTime().waitMost()).isCloseTo(350, within(1.0));
        assertThat(result.overTime().nodesMean()).isCloseTo(1 - 350 / 3600.0, within(0.001));
    }

    /** A bare Pod has nobody who would make another. */
    @Test
    void aPodWithoutAControllerIsLostWithItsNode() {
        Situation situation =
                situation(List.of(node("a", 4, 8), node("b", 4, 8)), List.of(bound(pod("bare", 500, 100), "a")));

        TimelineRun.Result result = run(
                situation,
                events(new Timed(MINUTE, new Occurrence.Removal(A, OptionalLong.empty()))),
                Strategies.FIRST_FIT,
                0);

        assertThat(result.end().snapshot().pods()).isEmpty();
        assertThat(result.end().snapshot().node(A)).isEmpty();
        assertThat(result.overTime().evicted()).isEqualTo(1);
    }

    @Test
    void anUpgradeReplacesPodByPodAndNeedsRoomForOne() {
        Situation situation = twoNodes();
        Timeline upgrade = events(new Timed(MINUTE, new Occurrence.Upgrade(web(situation))));

        TimelineRun.Result result = run(situation, upgrade, Strategies.FIRST_FIT, 0);

        assertThat(result.overTime().replaced()).isEqualTo(2);
        assertThat(result.end().snapshot().pods()).hasSize(2).allSatisfy((key, pod) -> assertThat(key.name())
                .contains("-sim-"));

        Situation full = situation(
                List.of(node("a", 1, 8)),
                List.of(
                        bound(owned(pod("web-1", 500, 100), "web"), "a"),
                        bound(owned(pod("web-2", 500, 100), "web"), "a")));
        TimelineRun.Result stuck =
                run(full, events(new Timed(MINUTE, new Occurrence.Upgrade(web(full)))), Strategies.FIRST_FIT, 0);

        assertThat(stuck.overTime().replaced()).isZero();
        assertThat(stuck.end().pending()).hasSize(1);
        assertThat(stuck.unplaced().unplaced().values()).containsExactly("none of the 1 nodes that take it has room");
    }

    /** One that found no room is tried again once there is some. */
    @Test
    void whatWaitsIsPlacedWhenSomethingHelps() {
        Situation situation = situation(List.of(node("a", 1, 8)), List.of(owned(pod("web-1", 800, 100), "web")));
        Timeline timeline = events(
                new Timed(MINUTE, new Occurrence.Scaling(web(situation), 2)),
                new Timed(11 * MINUTE, new Occurrence.Addition(A, 1)),
                new Timed(20 * MINUTE, new Occurrence.Scaling(web(situation), 1)));

        OverTime result = run(situation, timeline, Strategies.FIRST_FIT, 0).overTime();

        assertThat(result.bindings()).isEqualTo(2);
        assertThat(result.waitMost()).isCloseTo(600, within(1.0));
        assertThat(result.nodesMost()).isEqualTo(2);
        assertThat(result.nodesMean()).isCloseTo(1 + 9 / 60.0, within(0.001));
    }

    /** Little's law: in a cluster with room enough, rate times lifetime. */
    @ParameterizedTest
    @EnumSource(names = {"FIRST_FIT", "KUBE_SCHEDULER", "RANDOM"})
    void asManyRunOnAverageAsComeInALifetime(Strategies strategy) {
        List<Node> nodes =
                IntStream.range(0, 20).mapToObj(i -> node("n" + i, 16, 32)).toList();
        Situation situation = situation(nodes, List.of(owned(pod("web-1", 100, 100), "web")));
        Timeline timeline = new Timeline(
                20 * HOUR,
                SECOND,
                List.of(),
                List.of(new PoissonProcess.Arrivals(web(situation), 300, OptionalLong.of(20 * MINUTE), 0.5, 0)));

        List<OverTime.Sample> settled = run(situation, timeline, strategy, 1).overTime().samples().stream()
                .filter(sample -> sample.seconds() > 2 * 3600)
                .toList();

        double mean =
                settled.stream().mapToLong(OverTime.Sample::pods).average().orElseThrow();
        // 300 an hour, a third of an hour each; the day's curve is below its average for these 18 hours by 14 %.
        assertThat(mean).isCloseTo(1 + 100 * 0.86, within(6.0));
    }

    /** Whatever happens: nodes have no more than fits, what waits has a reason, and a seed repeats. */
    @ParameterizedTest
    @EnumSource
    void noNodeIsGivenMoreThanItHas(Strategies strategy) {
        for (long seed = 0; seed < 2; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Node> nodes = IntStream.range(0, 5)
                    .mapToObj(i -> node("n" + i, 1 + random.nextInt(4), 1 + random.nextInt(8)))
                    .toList();
            Situation situation = situation(
                    nodes, List.of(owned(pod("web-1", 300, 200), "web"), owned(pod("web-2", 300, 200), "web")));
            Timeline timeline = new Timeline(
                    2 * HOUR,
                    SECOND,
                    List.of(new Timed(HOUR, new Occurrence.Upgrade(web(situation)))),
                    List.of(
                            new PoissonProcess.Arrivals(web(situation), 100, OptionalLong.of(15 * MINUTE), 0, 0),
                            new PoissonProcess.Failures(2, 30 * SECOND, OptionalLong.of(5 * MINUTE)),
                            new PoissonProcess.Reclaims(2, MINUTE, OptionalLong.of(5 * MINUTE))));

            TimelineRun.Result result = run(situation, timeline, strategy, seed);

            Snapshot end = result.end().snapshot();
            end.nodes().forEach((name, node) -> assertThat(end.podsOn(name).stream()
                            .map(PodFacts::demand)
                            .reduce(Resources.NONE, Resources::plus)
                            .fits(node.allocatable()))
                    .isTrue());
            assertThat(result.unplaced().unplaced().keySet())
                    .containsExactlyElementsOf(result.end().pending());
            assertThat(run(situation, timeline, strategy, seed).overTime()).isEqualTo(result.overTime());
        }
    }

    @Test
    void aTimelineWithoutEndIsRefused() {
        WorkloadRef web = web(twoNodes());
        assertThatThrownBy(() -> new Timeline(
                        24 * HOUR,
                        SECOND,
                        List.of(),
                        List.of(new PoissonProcess.Arrivals(web, 1_000_000, OptionalLong.empty(), 0, 0))))
                .hasMessage("this timeline has about 24000000 events, and at most 5000000 are simulated: make `until`"
                        + " shorter or rates lower");
    }

    @Test
    void moreThanTheClusterWillEverHaveRoomForIsRefusedBeforeTheRun() {
        Situation situation = situation(List.of(node("a", 1, 8)), List.of(owned(pod("web-1", 900, 100), "web")));
        Timeline timeline = new Timeline(
                HOUR,
                MINUTE,
                List.of(),
                List.of(new PoissonProcess.Arrivals(web(situation), 600_000, OptionalLong.empty(), 0, 0)));

        assertThatThrownBy(() -> run(situation, timeline, Strategies.FIRST_FIT, 0))
                .isInstanceOf(UnusableTimelineException.class)
                .hasMessage(
                        "about 599999 Pods would wait for a node at the end, more than 50000: the cluster is too small"
                                + " for what arrives");
    }

    @Test
    void moreThanMayWaitEndsTheRun() {
        Situation situation = situation(List.of(node("a", 1, 8)), List.of(owned(pod("web-1", 900, 100), "web")));

        assertThatThrownBy(() -> run(
                        situation,
                        events(new Timed(MINUTE, new Occurrence.Scaling(web(situation), 60_000))),
                        Strategies.FIRST_FIT,
                        0))
                .isInstanceOf(UnusableTimelineException.class)
                .hasMessageContaining("Pods wait for a node and ever more would");
    }

    /** A strategy that wants to try again at once, for ever. */
    @Test
    void whatIsTriedForeverEndsTheRun() {
        Situation situation = situation(List.of(node("a", 1, 8)), List.of(owned(pod("web-1", 1_900, 100), "web")));
        Strategy restless = new Strategy() {
            private long now;

            @Override
            public Placement place(Situation shown, long time, Progress progress) {
                now = time;
                return Placement.NONE;
            }

            @Override
            public OptionalLong nextAttempt() {
                return OptionalLong.of(now);
            }
        };

        assertThatThrownBy(() -> TimelineRun.run(
                        situation,
                        new Timeline(Timeline.MAX_UNTIL, SECOND, List.of(), List.of()),
                        restless,
                        0,
                        Progress.NONE))
                .isInstanceOf(UnusableTimelineException.class)
                .hasMessage(
                        "at 55.6 h of the timeline, 1 Pods have been tried 200000 times and nothing else happened: make"
                                + " `until` shorter");
    }

    @Test
    void aTimelineOfMoreThanAYearIsRefused() {
        assertThatThrownBy(() -> new Timeline(999_999_999 * HOUR, SECOND, List.of(), List.of()))
                .hasMessage("`until` is 999999999h, must be at most 8784h, a year");
    }

    /** What a scenario plans for a node is nothing while chance has it down; the node is back later, unless it is gone for good. */
    @Test
    void nothingHappensToANodeThatIsDown() {
        Timeline timeline = events(
                new Timed(MINUTE, new Occurrence.Failure(A, 30 * SECOND, OptionalLong.of(20 * MINUTE))),
                new Timed(2 * MINUTE, new Occurrence.Drain(A)),
                new Timed(3 * MINUTE, new Occurrence.Reclaim(A, MINUTE, OptionalLong.empty())),
                new Timed(5 * MINUTE, new Occurrence.Failure(A, 30 * SECOND, OptionalLong.empty())),
                new Timed(6 * MINUTE, new Occurrence.Uncordon(A)),
                new Timed(7 * MINUTE, new Occurrence.Addition(A, 1)));

        TimelineRun.Result result = run(twoNodes(), timeline, Strategies.FIRST_FIT, 0);

        assertThat(result.end().snapshot().nodes()).containsOnlyKeys(A, new NodeName("a-sim-2"), new NodeName("b"));
        // The failure, that it is noticed, the return and the new node.
        assertThat(result.overTime().events()).isEqualTo(4);

        Timeline removed = events(
                new Timed(MINUTE, new Occurrence.Failure(A, 30 * SECOND, OptionalLong.of(20 * MINUTE))),
                new Timed(2 * MINUTE, new Occurrence.Removal(A, OptionalLong.empty())));
        assertThat(run(twoNodes(), removed, Strategies.FIRST_FIT, 0)
                        .end()
                        .snapshot()
                        .nodes())
                .containsOnlyKeys(new NodeName("b"));
    }

    @Test
    void aNodeThatTheClusterNeverHadIsNamed() {
        NodeName none = new NodeName("none");
        assertThatThrownBy(() -> run(
                        twoNodes(),
                        events(new Timed(30 * MINUTE, new Occurrence.Drain(none))),
                        Strategies.FIRST_FIT,
                        0))
                .hasMessage("at 0.5 h of the timeline, there is no node none");
    }

    /** A process that is thinned is asked more often than it brings anything. */
    @Test
    void onlyWhatHappensIsAnEvent() {
        Situation situation = situation(List.of(node("a", 64, 256)), List.of(owned(pod("web-1", 1, 1), "web")));
        Timeline timeline = new Timeline(
                24 * HOUR,
                MINUTE,
                List.of(),
                List.of(new PoissonProcess.Arrivals(web(situation), 4, OptionalLong.empty(), 1, 0)));

        TimelineRun.Result result = run(situation, timeline, Strategies.FIRST_FIT, 3);

        assertThat(result.overTime().events())
                .isEqualTo(result.end().snapshot().pods().size() - 1)
                .isPositive();
    }

    /** Those that have come and are to go again do so after an upgrade too: the load is what it was. */
    @Test
    void anUpgradeDoesNotMakePodsStay() {
        Situation situation = situation(List.of(node("a", 64, 256)), List.of(owned(pod("web-1", 100, 100), "web")));
        Timeline timeline = new Timeline(
                6 * HOUR,
                SECOND,
                List.of(new Timed(2 * HOUR, new Occurrence.Upgrade(web(situation)))),
                List.of(new PoissonProcess.Arrivals(web(situation), 120, OptionalLong.of(10 * MINUTE), 0, 0)));

        TimelineRun.Result result = run(situation, timeline, Strategies.FIRST_FIT, 0);

        double mean = result.overTime().samples().stream()
                .filter(sample -> sample.seconds() > 4 * 3600)
                .mapToLong(OverTime.Sample::pods)
                .average()
                .orElseThrow();
        // 120 an hour, a sixth of an hour each, and the one that was there.
        assertThat(mean).isCloseTo(21, within(5.0));
    }
}

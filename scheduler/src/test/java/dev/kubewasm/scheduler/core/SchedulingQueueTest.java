package dev.kubewasm.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kubewasm.placement.facts.PodKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchedulingQueueTest {
    private static final PodKey A = new PodKey("ns", "a");
    private static final PodKey B = new PodKey("ns", "b");
    private static final PodKey C = new PodKey("ns", "c");

    private final ManualClock clock = new ManualClock();
    private final Set<PodKey> helped = new HashSet<>();
    private final List<String> came = new ArrayList<>();
    private final SchedulingQueue queue = new SchedulingQueue(
            clock,
            QueueSettings.DEFAULT,
            (event, pod, rejectors) -> helped.contains(pod),
            (name, event) -> came.add(name + " " + event));

    /** Something happens that may help this Pod alone. */
    private void happensFor(PodKey pod) {
        helped.clear();
        helped.add(pod);
        queue.happened(new ClusterEvent.NodeRemoved());
    }

    @Test
    void triesANewPodAtOnceAndOnlyOnce() {
        queue.add(A, 0, false);
        queue.add(A, 0, false);

        assertThat(queue.sizes(0)).isEqualTo(new QueueSizes(1, 0, 0, 0));
        assertThat(queue.pop()).containsExactly(A);
        assertThat(queue.pop()).isEmpty();
        assertThat(queue.nextAttempt()).isEmpty();
    }

    @Test
    void doublesTheBackoffUpToItsLimit() {
        queue.add(A, 0, false);
        for (long seconds : List.of(1, 2, 4, 8, 10, 10)) {
            assertThat(queue.pop()).containsExactly(A);
            queue.again(A, Duration.ZERO);
            clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(queue.pop()).as("just before %d s", seconds).isEmpty();
            assertThat(queue.nextAttempt()).contains(clock.instant().plusMillis(1));
            clock.advance(Duration.ofMillis(1));
        }
        assertThat(queue.pop()).containsExactly(A);
    }

    @Test
    void waitsAsLongAsTheClusterAskedForHoweverShortTheBackoff() {
        queue.add(A, 0, false);
        queue.pop();
        queue.again(A, Duration.ofSeconds(3));
        clock.advance(Duration.ofSeconds(3).minusMillis(1));
        assertThat(queue.pop()).isEmpty();
        clock.advance(Duration.ofMillis(1));
        assertThat(queue.pop()).containsExactly(A);

        queue.again(A, Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(1));
        assertThat(queue.pop()).as("nor does it shorten the backoff").isEmpty();
    }

    @Test
    void tellsOfEachPodThatComesAndByWhat() {
        queue.add(A, 0, false);
        clock.advance(Duration.ofSeconds(7));
        queue.pop();
        queue.again(A, Duration.ZERO);
        clock.advance(Duration.ofSeconds(1));
        queue.pop();
        queue.unschedulable(A, Set.of());
        happensFor(A);
        clock.advance(Duration.ofSeconds(2));
        queue.pop();
        assertThat(queue.attempts(A)).isEqualTo(3);
        assertThat(queue.since(A)).isEqualTo(Duration.ofSeconds(10));
        queue.unschedulable(A, Set.of());
        clock.advance(Duration.ofMinutes(1));
        happensFor(A);
        queue.pop();
        queue.unschedulable(A, Set.of());
        clock.advance(QueueSettings.DEFAULT.retryUnschedulableAfter());
        queue.pop();
        queue.unschedulable(A, Set.of());
        queue.restart(A, 0, false);

        assertThat(came)
                .containsExactly(
                        "active PodAdd",
                        "backoff ScheduleAttemptFailure",
                        "active BackoffComplete",
                        "unschedulable ScheduleAttemptFailure",
                        "backoff NodeDelete",
                        "active BackoffComplete",
                        "unschedulable ScheduleAttemptFailure",
                        "active NodeDelete",
                        "unschedulable ScheduleAttemptFailure",
                        "active UnschedulableTimeout",
                        "unschedulable ScheduleAttemptFailure",
                        "active PodUpdate");
        assertThat(queue.since(A)).as("since it came first").isGreaterThan(Duration.ofMinutes(6));
    }

    @Test
    void leavesAnUnschedulablePodAloneUntilSomethingHelps() {
        queue.add(A, 0, false);
        queue.add(B, 0, false);
        queue.pop();
        queue.unschedulable(A, Set.of());
        queue.unschedulable(B, Set.of());
        clock.advance(Duration.ofMinutes(1));
        assertThat(queue.pop()).isEmpty();

        happensFor(A);

        assertThat(queue.sizes(0)).isEqualTo(new QueueSizes(1, 0, 1, 0));
        assertThat(queue.pop()).containsExactly(A);
    }

    @Test
    void helpDoesNotShortenTheBackoff() {
        queue.add(A, 0, false);
        queue.pop();
        queue.unschedulable(A, Set.of());
        happensFor(A);

        assertThat(queue.sizes(0)).isEqualTo(new QueueSizes(0, 1, 0, 0));
        assertThat(queue.pop()).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(queue.pop()).containsExactly(A);
    }

    @Test
    void doesNotLoseHelpThatComesDuringTheAttempt() {
        queue.add(A, 0, false);
        queue.pop();
        happensFor(A);
        queue.unschedulable(A, Set.of());

        clock.advance(Duration.ofSeconds(1));
        assertThat(queue.pop()).containsExactly(A);
    }

    @Test
    void triesAnUnschedulablePodAgainAfterALongWhileAllTheSame() {
        queue.add(A, 0, false);
        queue.pop();
        queue.unschedulable(A, Set.of());
        clock.advance(QueueSettings.DEFAULT.retryUnschedulableAfter());

        assertThat(queue.pop()).containsExactly(A);
    }

    @Test
    void forgetsTheBackoffOfAPodThatHasChanged() {
        queue.add(A, 0, false);
        for (int i = 0; i < 5; i++) {
            queue.pop();
            queue.again(A, Duration.ZERO);
            clock.advance(Duration.ofSeconds(10));
        }
        queue.restart(A, 0, false);
        assertThat(queue.pop()).containsExactly(A);
        queue.again(A, Duration.ZERO);
        clock.advance(Duration.ofSeconds(1));
        assertThat(queue.pop()).containsExactly(A);
    }

    @Test
    void triesAPodAgainThatChangedDuringItsAttempt() {
        queue.add(A, 0, false);
        queue.pop();
        queue.restart(A, 0, false);
        assertThat(queue.pop()).as("still in flight").isEmpty();
        queue.unschedulable(A, Set.of());

        assertThat(queue.sizes(0).unschedulable()).isZero();
        clock.advance(Duration.ofSeconds(1));
        assertThat(queue.pop()).containsExactly(A);
    }

    @Test
    void takesOthersAlongWhateverTheyWaitFor() {
        for (PodKey pod : List.of(A, B, C)) {
            queue.add(pod, 0, true);
        }
        queue.linked(A, links(Set.of(), Set.of("x")));
        queue.linked(B, links(Set.of("x"), Set.of()));
        queue.linked(C, links(Set.of("x"), Set.of()));
        queue.pop();
        queue.unschedulable(A, Set.of());

        assertThat(queue.neighbours(List.of(B)))
                .as("not C, which is being tried")
                .containsExactly(A);
        assertThat(queue.popTogether(List.of(A, B))).containsExactly(A);
    }

    @Test
    void answersAboutAPodThatIsGoneChangeNothing() {
        queue.add(A, 0, false);
        queue.pop();
        queue.remove(A);
        queue.again(A, Duration.ZERO);
        queue.unschedulable(A, Set.of());

        assertThat(queue.nextAttempt()).isEmpty();
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        Duration s = Duration.ofSeconds(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new QueueSettings(Duration.ZERO, s, s));
        assertThatIllegalArgumentException().isThrownBy(() -> new QueueSettings(s.multipliedBy(2), s, s));
        assertThatIllegalArgumentException().isThrownBy(() -> new QueueSettings(s, s, Duration.ZERO));
    }

    private SchedulingQueue gathers() {
        return new SchedulingQueue(
                clock,
                QueueSettings.DEFAULT.gathering(Duration.ofMillis(300), Duration.ofSeconds(2), Duration.ofSeconds(5)),
                (_, _, _) -> true,
                QueueObserver.NONE);
    }

    @Test
    void nobodyWaitsForOthersWhenAllHaveCome() {
        SchedulingQueue gathers = gathers();
        gathers.add(A, 0, true);
        gathers.add(B, 1, true);
        assertThat(gathers.pop()).isEmpty();

        gathers.endGathering();

        assertThat(gathers.gathering()).isEmpty();
        assertThat(gathers.pop()).containsExactly(B, A);
    }

    @Test
    void waitsForThoseThatMayBelongTogetherUntilNoMoreCome() {
        SchedulingQueue gathers = gathers();
        PodKey elsewhere = new PodKey("other", "a");
        gathers.add(A, 0, true);
        gathers.add(elsewhere, 0, true);
        clock.advance(Duration.ofMillis(200));
        gathers.add(B, 0, true);
        gathers.add(C, 0, false);

        assertThat(gathers.pop()).as("one that belongs to no others").containsExactly(C);
        assertThat(gathers.gathering()).containsExactly(A, B, elsewhere);
        clock.advance(Duration.ofMillis(100));
        assertThat(gathers.pop()).as("none came in its namespace").containsExactly(elsewhere);
        assertThat(gathers.nextAttempt()).contains(clock.instant().plusMillis(200));
        clock.advance(Duration.ofMillis(200));
        assertThat(gathers.pop()).containsExactly(A, B);

        gathers.again(A, Duration.ZERO);
        assertThat(gathers.gathering()).as("tried before").isEmpty();
    }

    @Test
    void waitsNoLongerThanItMayHoweverManyCome() {
        SchedulingQueue gathers = gathers();
        assertThat(othersComeAndPop(gathers, 20)).isEmpty();

        List<PodKey> popped = othersComeAndPop(gathers, 10);

        assertThat(popped).as("who came in the first second").hasSize(10);
        assertThat(gathers.gathering()).hasSize(20).doesNotContainAnyElementsOf(popped);
    }

    @Test
    void whoHasWaitedForAsLongAsItMayGoesWithItsOwnAndNotWithStrangersThatCameJustNow() {
        SchedulingQueue gathers = gathers();
        gathers.add(A, 0, true);
        gathers.linked(A, links(Set.of("x"), Set.of("y")));
        assertThat(othersComeAndPop(gathers, 19)).isEmpty();
        gathers.add(B, 0, true);
        gathers.linked(B, links(Set.of(), Set.of("unrelated")));
        gathers.add(C, 0, true);
        gathers.linked(C, links(Set.of("y"), Set.of()));
        clock.advance(Duration.ofMillis(100));

        assertThat(gathers.pop()).containsExactly(A, C);
    }

    @Test
    void waitsOnForThoseThatAreBeingReadAndNoLongerThanItMay() {
        SchedulingQueue gathers = gathers();
        gathers.add(A, 0, true);
        gathers.add(C, 0, false);
        clock.advance(Duration.ofMillis(300));
        assertThat(gathers.pop()).containsExactly(A, C);
        assertThat(gathers.mayGather(C)).as("one that belongs to no others").isFalse();

        gathers.gatherOn(A);
        assertThat(gathers.attempts(A)).as("not tried").isZero();
        assertThat(gathers.pop()).isEmpty();
        clock.advance(Duration.ofMillis(300));
        assertThat(gathers.pop()).containsExactly(A);
        clock.advance(Duration.ofMillis(4_399));
        assertThat(gathers.mayGather(A)).isTrue();
        clock.advance(Duration.ofMillis(1));
        assertThat(gathers.mayGather(A)).isFalse();
        gathers.restart(A, 0, true);
        assertThat(gathers.mayGather(A)).as("it has changed itself").isTrue();
    }

    private static LinkInterfaces links(Set<String> imports, Set<String> exports) {
        return new LinkInterfaces(imports, exports);
    }

    /** Pods that link to nobody else come every 100 ms. */
    private List<PodKey> othersComeAndPop(SchedulingQueue gathers, int times) {
        List<PodKey> popped = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            clock.advance(Duration.ofMillis(100));
            PodKey other = new PodKey("ns", "other-" + clock.instant().toEpochMilli());
            gathers.add(other, 0, true);
            popped.addAll(gathers.pop());
        }
        return popped;
    }

    @Test
    void aGroupOfWhichNothingIsMissingWaitsForNoOthers() {
        SchedulingQueue gathers = gathers();
        gathers.add(A, 0, true);
        gathers.linked(A, links(Set.of(), Set.of("x")));
        assertThat(othersComeAndPop(gathers, 2)).isEmpty();
        gathers.add(B, 0, true);
        gathers.linked(B, links(Set.of("x"), Set.of("y")));
        assertThat(gathers.nextAttempt()).contains(clock.instant().plusMillis(300));

        assertThat(othersComeAndPop(gathers, 2))
                .as("another replica may yet come")
                .isEmpty();
        assertThat(othersComeAndPop(gathers, 1)).containsExactly(A, B);
    }

    @Test
    void whatJoinsACompleteGroupIsWaitedForAnew() {
        SchedulingQueue gathers = gathers();
        gathers.add(A, 0, true);
        gathers.linked(A, links(Set.of(), Set.of("x")));
        gathers.add(B, 0, true);
        gathers.linked(B, links(Set.of("x"), Set.of()));
        assertThat(othersComeAndPop(gathers, 2)).isEmpty();
        gathers.add(C, 0, true);
        gathers.linked(C, links(Set.of("x"), Set.of()));

        assertThat(othersComeAndPop(gathers, 2)).isEmpty();
        assertThat(othersComeAndPop(gathers, 1)).containsExactly(A, B, C);
    }

    @Test
    void aGroupThatMissesAProviderOrItsConsumersWaitsForTheOthers() {
        SchedulingQueue gathers = gathers();
        gathers.add(A, 0, true);
        gathers.linked(A, links(Set.of(), Set.of("x")));
        gathers.add(B, 0, true);
        gathers.linked(B, links(Set.of("y", "z"), Set.of()));
        gathers.add(C, 0, true);
        gathers.linked(C, links(Set.of(), Set.of("z")));

        assertThat(othersComeAndPop(gathers, 19)).isEmpty();
        assertThat(othersComeAndPop(gathers, 1)).as("as long as it may").containsExactly(A, B, C);
    }

    @Test
    void groupsThatHaveWaitedHalfAsLongGoAlong() {
        SchedulingQueue gathers = gathers();
        for (int i = 0; i < 4; i++) {
            PodKey provider = new PodKey("ns", "provider-" + i);
            PodKey consumer = new PodKey("ns", "consumer-" + i);
            gathers.add(provider, 0, true);
            gathers.linked(provider, links(Set.of(), Set.of("x" + i)));
            gathers.add(consumer, 0, true);
            gathers.linked(consumer, links(Set.of("x" + i), Set.of()));
            clock.advance(Duration.ofMillis(i == 3 ? 90 : 70));
        }

        assertThat(gathers.pop())
                .extracting(PodKey::name)
                .containsExactly("provider-0", "consumer-0", "provider-1", "consumer-1", "provider-2", "consumer-2");
        assertThat(gathers.nextAttempt()).contains(clock.instant().plusMillis(210));
    }

    @Test
    void thoseThatComeAfterACompleteGroupHaveTheirOwnTime() {
        SchedulingQueue gathers = gathers();
        for (int i = 0; i < 100; i++) {
            PodKey pod = new PodKey("ns", "pod-" + i);
            gathers.add(pod, 0, true);
            gathers.linked(pod, links(Set.of("x" + i), Set.of("x" + i)));
            clock.advance(Duration.ofMillis(100));
            gathers.pop();
        }
        gathers.add(A, 0, true);
        gathers.linked(A, links(Set.of(), Set.of("z")));

        assertThat(gathers.pop()).as("it came just now").doesNotContain(A);
        assertThat(othersComeAndPop(gathers, 12)).doesNotContain(A);
    }

    @Test
    void oneThatBelongsToNobodyWaitsForNobody() {
        SchedulingQueue gathers = gathers();
        gathers.add(A, 0, true);
        gathers.add(B, 0, true);
        assertThat(gathers.takeArrived()).containsExactly(A, B);
        assertThat(gathers.takeArrived()).isEmpty();
        assertThat(gathers.unlinked()).containsExactly(A, B);

        gathers.standsAlone(A);

        assertThat(gathers.pop()).containsExactly(A);
        assertThat(gathers.unlinked()).containsExactly(B);
    }

    @Test
    void whatAPodThatHasChangedWasLinkedToIsForgotten() {
        SchedulingQueue gathers = gathers();
        gathers.add(A, 0, true);
        gathers.linked(A, links(Set.of("x"), Set.of("x")));
        gathers.restart(A, 0, true);

        assertThat(gathers.unlinked()).containsExactly(A);
        assertThat(gathers.takeArrived()).containsExactly(A);
        gathers.add(B, 0, true);
        gathers.linked(B, links(Set.of("x"), Set.of()));
        assertThat(gathers.neighbours(List.of(B))).isEmpty();
    }

    @Test
    void takesOneThatGathersAlongWithOthers() {
        SchedulingQueue gathers = gathers();
        gathers.add(A, 0, true);
        gathers.add(B, 0, true);

        assertThat(gathers.popTogether(List.of(B))).containsExactly(B);
        assertThat(gathers.gathering()).containsExactly(A);
    }

    @Test
    void triesSoManyAtOnceOfThoseThatBelongToNoOthers() {
        SchedulingQueue bounded = new SchedulingQueue(
                clock, QueueSettings.DEFAULT.withSinglesAtOnce(1), (_, _, _) -> true, QueueObserver.NONE);
        bounded.add(A, 0, false);
        bounded.add(B, 5, false);
        bounded.add(C, 0, true);

        assertThat(bounded.pop()).containsExactly(B, C);
        assertThat(bounded.pop()).containsExactly(A);
    }
}

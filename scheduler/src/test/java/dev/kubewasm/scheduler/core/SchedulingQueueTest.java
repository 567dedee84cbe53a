package dev.kubewasm.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kubewasm.placement.facts.PodKey;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchedulingQueueTest {
    private static final PodKey A = new PodKey("ns", "a");
    private static final PodKey B = new PodKey("ns", "b");

    private final ManualClock clock = new ManualClock();
    private final Set<PodKey> helped = new HashSet<>();
    private final SchedulingQueue queue =
            new SchedulingQueue(clock, QueueSettings.DEFAULT, (event, pod, rejectors) -> helped.contains(pod));

    /** Something happens that may help this Pod alone. */
    private void happensFor(PodKey pod) {
        helped.clear();
        helped.add(pod);
        queue.happened(new ClusterEvent.NodeRemoved());
    }

    @Test
    void triesANewPodAtOnceAndOnlyOnce() {
        queue.add(A, 0);
        queue.add(A, 0);

        assertThat(queue.sizes()).isEqualTo(new QueueSizes(1, 0, 0));
        assertThat(queue.pop()).containsExactly(A);
        assertThat(queue.pop()).isEmpty();
        assertThat(queue.nextAttempt()).isEmpty();
    }

    @Test
    void doublesTheBackoffUpToItsLimit() {
        queue.add(A, 0);
        for (long seconds : List.of(1, 2, 4, 8, 10, 10)) {
            assertThat(queue.pop()).containsExactly(A);
            queue.again(A);
            clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(queue.pop()).as("just before %d s", seconds).isEmpty();
            assertThat(queue.nextAttempt()).contains(clock.instant().plusMillis(1));
            clock.advance(Duration.ofMillis(1));
        }
        assertThat(queue.pop()).containsExactly(A);
    }

    @Test
    void leavesAnUnschedulablePodAloneUntilSomethingHelps() {
        queue.add(A, 0);
        queue.add(B, 0);
        queue.pop();
        queue.unschedulable(A, Set.of());
        queue.unschedulable(B, Set.of());
        clock.advance(Duration.ofMinutes(1));
        assertThat(queue.pop()).isEmpty();

        happensFor(A);

        assertThat(queue.sizes()).isEqualTo(new QueueSizes(1, 0, 1));
        assertThat(queue.pop()).containsExactly(A);
    }

    @Test
    void helpDoesNotShortenTheBackoff() {
        queue.add(A, 0);
        queue.pop();
        queue.unschedulable(A, Set.of());
        happensFor(A);

        assertThat(queue.sizes()).isEqualTo(new QueueSizes(0, 1, 0));
        assertThat(queue.pop()).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(queue.pop()).containsExactly(A);
    }

    @Test
    void doesNotLoseHelpThatComesDuringTheAttempt() {
        queue.add(A, 0);
        queue.pop();
        happensFor(A);
        queue.unschedulable(A, Set.of());

        clock.advance(Duration.ofSeconds(1));
        assertThat(queue.pop()).containsExactly(A);
    }

    @Test
    void triesAnUnschedulablePodAgainAfterALongWhileAllTheSame() {
        queue.add(A, 0);
        queue.pop();
        queue.unschedulable(A, Set.of());
        clock.advance(QueueSettings.DEFAULT.retryUnschedulableAfter());

        assertThat(queue.pop()).containsExactly(A);
    }

    @Test
    void forgetsTheBackoffOfAPodThatHasChanged() {
        queue.add(A, 0);
        for (int i = 0; i < 5; i++) {
            queue.pop();
            queue.again(A);
            clock.advance(Duration.ofSeconds(10));
        }
        queue.restart(A, 0);
        assertThat(queue.pop()).containsExactly(A);
        queue.again(A);
        clock.advance(Duration.ofSeconds(1));
        assertThat(queue.pop()).containsExactly(A);
    }

    @Test
    void triesAPodAgainThatChangedDuringItsAttempt() {
        queue.add(A, 0);
        queue.pop();
        queue.restart(A, 0);
        assertThat(queue.pop()).as("still in flight").isEmpty();
        queue.unschedulable(A, Set.of());

        assertThat(queue.sizes().unschedulable()).isZero();
        clock.advance(Duration.ofSeconds(1));
        assertThat(queue.pop()).containsExactly(A);
    }

    @Test
    void takesOthersAlongWhateverTheyWaitFor() {
        queue.add(A, 0);
        queue.add(B, 0);
        queue.pop();
        queue.unschedulable(A, Set.of());

        assertThat(queue.waiting()).containsExactly(A);
        assertThat(queue.popTogether(List.of(A, B))).containsExactly(A);
    }

    @Test
    void answersAboutAPodThatIsGoneChangeNothing() {
        queue.add(A, 0);
        queue.pop();
        queue.remove(A);
        queue.again(A);
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
}

package dev.kubewasm.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kubewasm.placement.facts.PodKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchedulingQueueTest {
    private static final PodKey A = new PodKey("ns", "a");
    private static final PodKey B = new PodKey("ns", "b");

    private final ManualClock clock = new ManualClock();
    private final SchedulingQueue queue = new SchedulingQueue(clock, QueueSettings.DEFAULT);

    @Test
    void triesANewPodAtOnceAndOnlyOnce() {
        queue.add(A);
        queue.add(A);

        assertThat(queue.sizes()).isEqualTo(new QueueSizes(1, 0, 0));
        assertThat(queue.pop()).containsExactly(A);
        assertThat(queue.pop()).isEmpty();
        assertThat(queue.nextAttempt()).isEmpty();
    }

    @Test
    void doublesTheBackoffUpToItsLimit() {
        queue.add(A);
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
        queue.add(A);
        queue.add(B);
        queue.pop();
        queue.unschedulable(A);
        queue.unschedulable(B);
        clock.advance(Duration.ofMinutes(1));
        assertThat(queue.pop()).isEmpty();

        queue.help(A::equals);

        assertThat(queue.sizes()).isEqualTo(new QueueSizes(1, 0, 1));
        assertThat(queue.pop()).containsExactly(A);
    }

    @Test
    void helpDoesNotShortenTheBackoff() {
        queue.add(A);
        queue.pop();
        queue.unschedulable(A);
        queue.help(A::equals);

        assertThat(queue.sizes()).isEqualTo(new QueueSizes(0, 1, 0));
        assertThat(queue.pop()).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(queue.pop()).containsExactly(A);
    }

    @Test
    void doesNotLoseHelpThatComesDuringTheAttempt() {
        queue.add(A);
        queue.pop();
        queue.help(A::equals);
        queue.unschedulable(A);

        clock.advance(Duration.ofSeconds(1));
        assertThat(queue.pop()).containsExactly(A);
    }

    @Test
    void triesAnUnschedulablePodAgainAfterALongWhileAllTheSame() {
        queue.add(A);
        queue.pop();
        queue.unschedulable(A);
        clock.advance(QueueSettings.DEFAULT.retryUnschedulableAfter());

        assertThat(queue.pop()).containsExactly(A);
    }

    @Test
    void forgetsTheBackoffOfAPodThatHasChanged() {
        queue.add(A);
        for (int i = 0; i < 5; i++) {
            queue.pop();
            queue.again(A);
            clock.advance(Duration.ofSeconds(10));
        }
        queue.restart(A);
        assertThat(queue.pop()).containsExactly(A);
        queue.again(A);
        clock.advance(Duration.ofSeconds(1));
        assertThat(queue.pop()).containsExactly(A);
    }

    @Test
    void triesAPodAgainThatChangedDuringItsAttempt() {
        queue.add(A);
        queue.pop();
        queue.restart(A);
        assertThat(queue.pop()).as("still in flight").isEmpty();
        queue.unschedulable(A);

        assertThat(queue.sizes().unschedulable()).isZero();
        clock.advance(Duration.ofSeconds(1));
        assertThat(queue.pop()).containsExactly(A);
    }

    @Test
    void takesOthersAlongWhateverTheyWaitFor() {
        queue.add(A);
        queue.add(B);
        queue.pop();
        queue.unschedulable(A);

        assertThat(queue.waiting()).containsExactly(A);
        assertThat(queue.popTogether(List.of(A, B))).containsExactly(A);
    }

    @Test
    void answersAboutAPodThatIsGoneChangeNothing() {
        queue.add(A);
        queue.pop();
        queue.remove(A);
        queue.again(A);
        queue.unschedulable(A);

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

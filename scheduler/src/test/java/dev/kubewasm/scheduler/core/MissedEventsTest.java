package dev.kubewasm.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MissedEventsTest {
    private final MissedEvents missed = new MissedEvents();

    private static ClusterEvent event() {
        return new ClusterEvent.NodeRemoved();
    }

    @Test
    void keepsNothingWhileNothingIsTried() {
        missed.happened(event());

        assertThat(missed.size()).isZero();
    }

    @Test
    void showsAnAttemptWhatHappenedSinceItBegan() {
        long first = missed.begin();
        ClusterEvent a = event();
        missed.happened(a);
        long second = missed.begin();
        ClusterEvent b = new ClusterEvent.ComponentsChanged(Set.of("ns"));
        missed.happened(b);

        assertThat(missed.since(first).orElseThrow()).containsExactly(a, b);
        assertThat(missed.since(second).orElseThrow()).containsExactly(b);
    }

    @Test
    void keepsLittleHoweverLongAttemptsOverlap() {
        long before = missed.begin();
        for (int i = 0; i < 10_000; i++) {
            missed.happened(event());
            long next = missed.begin();
            missed.end(before);
            before = next;
            assertThat(missed.size()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void forgetsTheOldestOfTooManyAndSaysSo() {
        long from = missed.begin();
        IntStream.range(0, 1_000).forEach(_ -> missed.happened(event()));
        long later = missed.begin();
        assertThat(missed.since(from).orElseThrow()).hasSize(1_000);

        missed.happened(event());

        assertThat(missed.since(from)).isEmpty();
        assertThat(missed.since(later).orElseThrow()).hasSize(1);
    }
}

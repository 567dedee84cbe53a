package dev.kubewasm.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Instant wall = START;
    private long nanos = Long.MAX_VALUE - 5;

    @Test
    void goesOnHoweverTheMachinesClockIsSet() {
        SteadyClock clock = new SteadyClock(() -> wall, () -> nanos);
        assertThat(clock.instant()).isEqualTo(START);

        wall = wall.minus(Duration.ofHours(1));
        nanos += 10;
        assertThat(clock.instant()).as("the count wraps around").isEqualTo(START.plusNanos(10));
        wall = wall.plus(Duration.ofDays(1));
        nanos += Duration.ofSeconds(3).toNanos();
        assertThat(clock.instant()).isEqualTo(START.plusNanos(10).plusSeconds(3));
    }
}

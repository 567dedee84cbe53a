package dev.kubewasm.simulations.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeedIntervalTest {
    /** By hand: a variance of 16/3, four values, t of 3 degrees of freedom 3.182. */
    @Test
    void theHalfWidthIsStudents() {
        SeedInterval interval = SeedInterval.of(List.of(8.0, 8.0, 12.0, 12.0));

        assertThat(interval.mean()).isEqualTo(10);
        assertThat(interval.halfWidth()).isCloseTo(3.182 * Math.sqrt(16.0 / 3) / 2, within(1e-9));
    }

    @Test
    void whatIsAlwaysTheSameIsCertain() {
        assertThat(SeedInterval.of(List.of(3.0, 3.0, 3.0))).isEqualTo(new SeedInterval(3, 0));
    }
}

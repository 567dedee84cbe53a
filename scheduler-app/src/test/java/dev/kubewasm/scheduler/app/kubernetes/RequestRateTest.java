package dev.kubewasm.scheduler.app.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestRateTest {
    private long nanos;

    @Test
    void letsABurstGoAndThenSoManyASecond() {
        RequestRate rate = new RequestRate(10, 3, () -> nanos);

        assertThat(rate.reserve()).isZero();
        assertThat(rate.reserve()).isZero();
        assertThat(rate.reserve()).isZero();
        assertThat(rate.reserve()).as("the fourth waits a tenth").isEqualTo(100_000_000);
        assertThat(rate.reserve()).as("the fifth comes after it").isEqualTo(200_000_000);

        nanos += 300_000_000;
        assertThat(rate.reserve()).as("both have gone").isZero();
        nanos += 3_600_000_000_000L;
        for (int i = 0; i < 3; i++) {
            assertThat(rate.reserve()).as("a pause earns no more than a burst").isZero();
        }
        assertThat(rate.reserve()).isPositive();
    }
}

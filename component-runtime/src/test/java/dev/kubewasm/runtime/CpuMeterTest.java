package dev.kubewasm.runtime;

import static dev.kubewasm.runtime.TestComponents.COUNTER;
import static dev.kubewasm.runtime.TestComponents.call;
import static dev.kubewasm.runtime.TestComponents.u32;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.runtime.meter.LinkCalls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Whose CPU time it is. */
@ParameterizedClass
@EnumSource(TestEngine.class)
class CpuMeterTest {
    private final TestComponents components;
    private final ComponentInstance provider;
    private final ComponentInstance consumer;

    CpuMeterTest(TestEngine engine) {
        this.components = TestComponents.on(engine);
        this.provider = components.provider("catalog");
        this.consumer = components.instantiate(
                "consumer",
                components.consumer(),
                Map.of(
                        COUNTER,
                        new ImportSupplier.Link(List.of(provider), COUNTER, Duration.ofSeconds(20), Optional.empty())));
    }

    private void add(int times) {
        for (int i = 0; i < times; i++) {
            call(consumer, "kube:test/relay#add", u32(1));
        }
    }

    @Test
    void anInstantiationTakesSome() {
        assertThat(provider.cpu().nanos()).isPositive();
        assertThat(consumer.cpu().nanos()).isPositive();
    }

    @Test
    void aCallOverALinkIsTheCalleesAndNotTheCallers() {
        long ofProvider = provider.cpu().nanos();
        long ofConsumer = consumer.cpu().nanos();

        add(1);

        long more = provider.cpu().nanos() - ofProvider;
        assertThat(more).isPositive();
        assertThat(consumer.cpu().nanos()).isEqualTo(ofConsumer - more);
    }

    @Test
    void callsThatAreNotMeasuredCountByThoseThatAre() {
        add(1);
        long ofOne = provider.cpu().nanos();

        add(640 * LinkCalls.TIMED_EVERY);

        assertThat(provider.cpu().nanos())
                .as("no call takes less than a nanosecond, and all but the last few are accounted for")
                .isGreaterThanOrEqualTo(ofOne + (640 - 64) * LinkCalls.TIMED_EVERY);
    }
}

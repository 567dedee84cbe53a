package dev.kubewasm.runtime;

import static dev.kubewasm.runtime.TestComponents.COUNTER;
import static dev.kubewasm.runtime.TestComponents.call;
import static dev.kubewasm.runtime.TestComponents.u32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.meter.LinkCalls;
import dev.kubewasm.runtime.meter.LinkFailure;
import dev.kubewasm.runtime.meter.LinkMeter;
import dev.kubewasm.runtime.value.Val;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is counted of calls through a link. */
@ParameterizedClass
@EnumSource(TestEngine.class)
class LinkMeterTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final String RELAY = "kube:test/relay#";

    private final TestComponents components;
    private final LinkMeter meter = new LinkMeter();

    LinkMeterTest(TestEngine engine) {
        this.components = TestComponents.on(engine);
    }

    private ImportSupplier link(ComponentInstance provider, Duration deadline) {
        return new ImportSupplier.Link(List.of(provider), COUNTER, deadline, Optional.of(meter));
    }

    private ComponentInstance consumer(ComponentInstance provider, Duration deadline) {
        return components.instantiate("consumer", components.consumer(), Map.of(COUNTER, link(provider, deadline)));
    }

    private static void add(ComponentInstance consumer, int times) {
        for (int i = 0; i < times; i++) {
            call(consumer, RELAY + "add", u32(1));
        }
    }

    private static Trap.Kind trap(ComponentInstance consumer, String function) {
        Throwable thrown = catchThrowable(() -> call(consumer, RELAY + function));
        assertThat(thrown).isInstanceOf(Trap.class);
        return ((Trap) thrown).kind();
    }

    private long failed(LinkFailure kind) {
        return meter.calls().failures().getOrDefault(kind, 0L);
    }

    @Test
    void callsAreCountedAndOneInManyIsTimed() {
        ComponentInstance consumer = consumer(components.provider("catalog"), DEADLINE);
        assertThat(meter.calls()).isEqualTo(LinkCalls.NONE);

        add(consumer, LinkCalls.TIMED_EVERY + 1);

        LinkCalls counted = meter.calls();
        assertThat(counted.calls()).isEqualTo(LinkCalls.TIMED_EVERY + 1);
        assertThat(counted.latencies().timed()).isEqualTo(2);
        assertThat(counted.latencies().nanos()).isPositive();
        assertThat(counted.failures().values()).containsOnly(0L);
    }

    @Test
    void functionsOfAnInterfaceAndConsumersAddUp() {
        ComponentInstance provider = components.provider("catalog");
        ComponentInstance first = consumer(provider, DEADLINE);
        ComponentInstance second = consumer(provider, DEADLINE);
        add(first, 2);
        add(second, 3);
        call(first, RELAY + "echo", Val.str("text"));

        assertThat(meter.calls().calls()).isEqualTo(6);

        first.close();
        assertThat(meter.calls().calls()).as("what is gone stays counted").isEqualTo(6);
        add(second, 1);
        assertThat(meter.calls().calls()).isEqualTo(7);
    }

    @Test
    void aTrapOfTheProviderIsCounted() {
        ComponentInstance consumer = consumer(components.provider("catalog"), DEADLINE);

        trap(consumer, "boom");

        assertThat(failed(LinkFailure.TRAP)).isEqualTo(1);
        consumer.close();
        assertThat(failed(LinkFailure.TRAP)).as("after both are gone").isEqualTo(1);
        assertThat(meter.calls().calls()).isEqualTo(1);
        assertThat(meter.calls().latencies().timed()).isZero();
    }

    @Test
    void aCallWithoutAProviderIsCountedOnce() {
        ComponentInstance provider = components.provider("catalog");
        ComponentInstance consumer = consumer(provider, SHORT);
        provider.close();

        assertThat(trap(consumer, "boom")).isEqualTo(Trap.Kind.PROVIDER_GONE);

        assertThat(meter.calls().calls()).isEqualTo(1);
        assertThat(failed(LinkFailure.PROVIDER_GONE)).isEqualTo(1);
        assertThat(failed(LinkFailure.TRAP)).isZero();
    }

    @Test
    void aBusyProviderIsADeadline() throws InterruptedException {
        ComponentInstance provider = components.provider("catalog");
        ComponentInstance hasty = consumer(provider, SHORT);
        Thread spinning = Thread.ofPlatform().start(() -> {
            Throwable _ = catchThrowable(() -> call(provider, COUNTER + "#spin"));
        });
        // Until the spinning call is in, calls get through.
        while (failed(LinkFailure.DEADLINE) == 0) {
            Throwable _ = catchThrowable(() -> call(hasty, RELAY + "add", u32(1)));
        }
        assertThat(failed(LinkFailure.TRAP)).isZero();
        assertThat(provider.isGone()).isFalse();
        spinning.interrupt();
        spinning.join();
    }

    @Test
    void countingGoesOnWithAnotherProvider() {
        ComponentInstance first = components.provider("first");
        ComponentInstance consumer = consumer(first, DEADLINE);
        add(consumer, 2);

        consumer.relink(Map.of(COUNTER, link(components.provider("second"), DEADLINE)));
        add(consumer, 3);

        assertThat(meter.calls().calls()).isEqualTo(5);
    }

    @Test
    void whatIsUnlinkedIsNotCounted() {
        ComponentInstance consumer = consumer(components.provider("catalog"), DEADLINE);
        add(consumer, 2);
        consumer.relink(Map.of(COUNTER, new ImportSupplier.Unlinked("for a test")));

        assertThat(trap(consumer, "boom")).isEqualTo(Trap.Kind.NOT_LINKED);

        assertThat(meter.calls().calls()).isEqualTo(2);
        assertThat(meter.calls().failures().values()).containsOnly(0L);
    }
}

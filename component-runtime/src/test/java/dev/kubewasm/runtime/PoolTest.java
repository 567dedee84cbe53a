package dev.kubewasm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.host.HostInterfaces;
import dev.kubewasm.runtime.value.FuncType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Links to a pool: components that pass calls on, linked to several others that do. */
@ParameterizedClass
@EnumSource(TestEngine.class)
class PoolTest {
    private static final String ZOO = "kube:test/zoo@0.2.0";
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final TestComponents components;
    private final CompiledComponent keeper;

    /** The members that calls went to. */
    private final List<Integer> served = Collections.synchronizedList(new ArrayList<>());

    PoolTest(TestEngine engine) {
        this.components = TestComponents.on(engine);
        this.keeper = components.compile("zoo");
    }

    /** Members that, when called, say so and then do {@code work}. */
    private List<ComponentInstance> pool(int size, Runnable work) {
        return IntStream.range(0, size)
                .mapToObj(member -> {
                    HostInterface.Builder host = HostInterface.builder(ZOO);
                    host.function("tick", FuncType.ofVoid(), (context, args) -> {
                        served.add(member);
                        work.run();
                        return null;
                    });
                    // What the component imports too, and nobody calls here.
                    host.function("same", sameType(), (context, args) -> args.getFirst());
                    return components.instantiate("member-" + member, keeper, HostInterfaces.of(List.of(host.build())));
                })
                .toList();
    }

    private FuncType sameType() {
        return Objects.requireNonNull(keeper.functions().get(ZOO + "#same"));
    }

    private ComponentInstance consumer(List<ComponentInstance> pool, Duration deadline) {
        return components.instantiate("consumer", keeper, Map.of(ZOO, new ImportSupplier.Link(pool, ZOO, deadline)));
    }

    private static void tick(ComponentInstance consumer) {
        TestComponents.call(consumer, ZOO + "#tick");
    }

    @Test
    void callsOfSeveralConsumersAreServedAtOnce() throws Exception {
        int size = 3;
        CyclicBarrier allAreIn = new CyclicBarrier(size);
        List<ComponentInstance> pool = pool(size, () -> {
            try {
                allAreIn.await(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException("the others didn't come", e);
            }
        });
        CyclicBarrier together = new CyclicBarrier(size);
        try (ExecutorService executor = Executors.newFixedThreadPool(size)) {
            // In each round all of them choose a member at the same time.
            for (int round = 0; round < 200; round++) {
                served.clear();
                List<Future<?>> calls = new ArrayList<>();
                for (int i = 0; i < size; i++) {
                    ComponentInstance consumer = consumer(pool, DEADLINE);
                    calls.add(executor.submit(() -> {
                        together.await();
                        tick(consumer);
                        return null;
                    }));
                }
                for (Future<?> call : calls) {
                    call.get();
                }
                assertThat(served).containsExactlyInAnyOrder(0, 1, 2);
            }
        }
    }

    @Test
    void aMemberThatIsFreeIsKept() {
        ComponentInstance consumer = consumer(pool(3, () -> {}), DEADLINE);
        tick(consumer);
        tick(consumer);
        assertThat(served).containsExactly(0, 0);
    }

    @Test
    void aMemberThatIsGoneIsLeftOutAndAPoolThatIsGoneIsWaitedFor() {
        List<ComponentInstance> pool = pool(2, () -> {});
        ComponentInstance consumer = consumer(pool, SHORT);
        pool.getFirst().close();
        tick(consumer);
        assertThat(served).containsExactly(1);

        pool.getLast().close();
        Trap trap = catchThrowableOfType(Trap.class, () -> tick(consumer));
        assertThat(trap.kind()).isEqualTo(Trap.Kind.PROVIDER_GONE);
    }

    @Test
    void aPoolTakesTheConsumerOverWhenItIsLinkedAgain() {
        ComponentInstance consumer = consumer(pool(1, () -> {}), DEADLINE);
        tick(consumer);
        List<ComponentInstance> pool = pool(2, () -> {});
        consumer.relink(Map.of(ZOO, new ImportSupplier.Link(pool, ZOO, DEADLINE)));
        pool.getFirst().close();
        tick(consumer);
        assertThat(served).containsExactly(0, 1);
    }

    @Test
    void aPoolServesNoResources() {
        List<ComponentInstance> pool = List.of(components.provider("first"), components.provider("second"));
        assertThatThrownBy(() -> components.instantiate(
                        "consumer",
                        components.consumer(),
                        Map.of(
                                TestComponents.COUNTER,
                                new ImportSupplier.Link(pool, TestComponents.COUNTER, DEADLINE))))
                .isInstanceOf(LinkException.class)
                .hasMessage("import kube:test/counter: a pool of instances can't serve resource item, which stays with"
                        + " the instance that made it: link to one instance");
    }
}

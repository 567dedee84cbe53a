package dev.kubewasm.runtime;

import static dev.kubewasm.runtime.TestComponents.COUNTER;
import static dev.kubewasm.runtime.TestComponents.call;
import static dev.kubewasm.runtime.TestComponents.u32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.value.Val;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Links between instances that were made separately, as those of two Pods are. */
@ParameterizedClass
@EnumSource(TestEngine.class)
class LinkTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    /** For calls that wait in vain. */
    private static final Duration SHORT = Duration.ofMillis(20);

    private static final String RELAY = "kube:test/relay#";

    private final TestComponents components;

    LinkTest(TestEngine engine) {
        this.components = TestComponents.on(engine);
    }

    private ComponentInstance provider(String name) {
        return components.provider(name);
    }

    private ComponentInstance consumer(String name, ComponentInstance provider, Duration deadline) {
        return components.consumer(name, provider, deadline);
    }

    private static Trap trap(ComponentInstance instance, String function, Val... args) {
        Trap trap = catchThrowableOfType(Trap.class, () -> call(instance, function, args));
        assertThat(trap).as("%s of %s traps", function, instance).isNotNull();
        return trap;
    }

    @Test
    void aCallGoesToTheProvidersOwnInstance() {
        ComponentInstance provider = provider("catalog");
        ComponentInstance first = consumer("first", provider, DEADLINE);
        ComponentInstance second = consumer("second", provider, DEADLINE);
        assertThat(call(first, RELAY + "add", u32(2))).isEqualTo(u32(2));
        assertThat(call(second, RELAY + "add", u32(3))).isEqualTo(u32(5));
        assertThat(call(provider, COUNTER + "#add", u32(0))).isEqualTo(u32(5));
        assertThat(call(first, RELAY + "echo", Val.str("gr\u00fc\u00dfe \ud83d\ude00")))
                .isEqualTo(Val.str("gr\u00fc\u00dfe \ud83d\ude00"));
    }

    @Test
    void aTrapPoisonsEveryInstanceWithAFrameInTheCallAndNoOther() {
        ComponentInstance provider = provider("catalog");
        ComponentInstance caller = consumer("caller", provider, DEADLINE);
        ComponentInstance bystander = consumer("bystander", provider, SHORT);
        assertThat(trap(caller, RELAY + "boom").kind()).isEqualTo(Trap.Kind.UNREACHABLE);
        assertThat(provider.isGone()).isTrue();
        assertThat(caller.isGone()).isTrue();
        assertThat(bystander.isGone()).isFalse();
        assertThat(trap(caller, RELAY + "add", u32(1)).kind()).isEqualTo(Trap.Kind.PROVIDER_GONE);
        Trap gone = trap(bystander, RELAY + "add", u32(1));
        assertThat(gone.kind()).isEqualTo(Trap.Kind.PROVIDER_GONE);
        assertThat(gone).hasMessageContaining("catalog");
    }

    @ParameterizedTest
    @CsvSource({"mislead,CANONICAL_ABI", "wrong-handle,CANONICAL_ABI"})
    void badArgumentsOfAConsumerPoisonTheConsumerAlone(String function, Trap.Kind kind) {
        ComponentInstance provider = provider("catalog");
        ComponentInstance bad = consumer("bad", provider, DEADLINE);
        assertThat(trap(bad, RELAY + function).kind()).isEqualTo(kind);
        assertThat(bad.isGone()).isTrue();
        assertThat(provider.isGone()).isFalse();
        assertThat(call(provider, COUNTER + "#add", u32(4))).isEqualTo(u32(4));
    }

    @Test
    void badResultsOfAProviderPoisonIt() {
        ComponentInstance provider = provider("catalog");
        ComponentInstance consumer = consumer("calculator", provider, DEADLINE);
        assertThat(trap(consumer, RELAY + "see-colour")).hasMessageContaining("invalid discriminant 7 of 2 cases");
        assertThat(provider.isGone()).isTrue();
        assertThat(consumer.isGone()).isTrue();
    }

    @Test
    void aResourceIsDroppedWhereItWasMade() {
        ComponentInstance provider = provider("catalog");
        ComponentInstance consumer = consumer("calculator", provider, DEADLINE);
        assertThat(call(consumer, RELAY + "hold", u32(30))).isEqualTo(u32(30));
        assertThat(call(consumer, RELAY + "held")).isEqualTo(u32(30));
        assertThat(call(provider, COUNTER + "#dropped")).isEqualTo(u32(0));
        call(consumer, RELAY + "let-go");
        assertThat(call(provider, COUNTER + "#dropped")).isEqualTo(u32(30));
        assertThat(trap(consumer, RELAY + "let-go")).hasMessageContaining("unknown handle index");
    }

    @Test
    void closingAConsumerDropsWhatItHolds() {
        ComponentInstance provider = provider("catalog");
        ComponentInstance consumer = consumer("calculator", provider, DEADLINE);
        call(consumer, RELAY + "hold", u32(12));
        consumer.close();
        assertThat(call(provider, COUNTER + "#dropped")).isEqualTo(u32(12));
        assertThat(trap(consumer, RELAY + "held")).hasMessageContaining("calculator can't be called: it was closed");
    }

    @Test
    void aHandleToAResourceOfAGoneProviderTrapsAndItsDropDoesNothing() {
        ComponentInstance provider = provider("catalog");
        ComponentInstance consumer = consumer("calculator", provider, SHORT);
        call(consumer, RELAY + "hold", u32(12));
        Val.Own held = (Val.Own) call(provider, COUNTER + "#[constructor]item", u32(1));
        provider.close();
        call(consumer, RELAY + "let-go");
        assertThat(consumer.isGone()).isFalse();
        provider.drop(held);
        assertThat(trap(consumer, RELAY + "hold", u32(1)).kind()).isEqualTo(Trap.Kind.PROVIDER_GONE);
    }

    @Test
    void handlesInTheHandsOfTheHostAreGoodUntilTheyArePassedOnOrDropped() {
        ComponentInstance provider = provider("catalog");
        Val.Own item = (Val.Own) call(provider, COUNTER + "#[constructor]item", u32(9));
        assertThat(call(provider, COUNTER + "#[method]item.value", new Val.Borrow(item.resource())))
                .isEqualTo(u32(9));
        provider.drop(item);
        assertThat(call(provider, COUNTER + "#dropped")).isEqualTo(u32(9));
        assertThatThrownBy(() -> provider.drop(item)).isInstanceOf(IllegalArgumentException.class);
        assertThat(provider.isGone()).isFalse();
    }

    @Test
    void aBusyProviderIsWaitedForUntilTheDeadline() throws Exception {
        ComponentInstance provider = provider("catalog");
        ComponentInstance hasty = consumer("hasty", provider, Duration.ofMillis(20));
        Thread spinning = Thread.ofPlatform()
                .start(() ->
                        assertThat(trap(provider, COUNTER + "#spin").kind()).isEqualTo(Trap.Kind.INTERRUPTED));
        // Until the spinning call is in, calls get through.
        Trap refused = null;
        while (refused == null) {
            refused = catchThrowableOfType(Trap.class, () -> call(hasty, RELAY + "add", u32(1)));
        }
        assertThat(refused.kind()).isEqualTo(Trap.Kind.LINK_DEADLINE_EXCEEDED);
        assertThat(refused).hasMessageContaining("catalog was busy");
        assertThat(provider.isGone()).isFalse();
        spinning.interrupt();
        spinning.join();
        assertThat(provider.isGone()).isTrue();
    }

    @Test
    void callsFromManyThreadsEnterOneAtATime() throws Exception {
        int threads = 8;
        int calls = 200;
        ComponentInstance provider = provider("catalog");
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                ComponentInstance consumer = consumer("consumer-" + i, provider, DEADLINE);
                running.add(executor.submit(() -> {
                    start.await();
                    for (int k = 0; k < calls; k++) {
                        call(consumer, RELAY + "add", u32(1));
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> each : running) {
                each.get();
            }
        }
        assertThat(call(provider, COUNTER + "#add", u32(0))).isEqualTo(u32((long) threads * calls));
    }

    @Test
    void aCallThatTakesTooLongIsEnded() {
        ComponentInstance provider = provider("catalog");
        ExportedFunction spin = provider.function(COUNTER + "#spin").orElseThrow();
        Trap trap = catchThrowableOfType(Trap.class, () -> spin.call(List.of(), Duration.ofMillis(50)));
        assertThat(trap.kind()).isEqualTo(Trap.Kind.INTERRUPTED);
        assertThat(trap).hasMessageContaining("longer than its deadline of PT0.05S");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(provider.isGone()).isTrue();
    }

    @Test
    void aCallThatIsNothingButAnAdapterIsEnded() {
        ComponentInstance lifted = components.instantiate("lifted", components.compile("lifted-again"), Map.of());
        ExportedFunction spin = lifted.function("spin").orElseThrow();
        Trap trap = catchThrowableOfType(Trap.class, () -> spin.call(List.of(), Duration.ofMillis(50)));
        assertThat(trap.kind()).isEqualTo(Trap.Kind.INTERRUPTED);
    }

    @Test
    void anInstanceThatIsClosedEndsTheCallInIt() throws Exception {
        ComponentInstance provider = provider("catalog");
        ComponentInstance hasty = consumer("hasty", provider, SHORT);
        boolean[] interrupted = {true};
        Thread spinning = Thread.ofPlatform().start(() -> {
            assertThat(trap(provider, COUNTER + "#spin").kind()).isEqualTo(Trap.Kind.INTERRUPTED);
            interrupted[0] = Thread.currentThread().isInterrupted();
        });
        // Until the spinning call is in, calls get through.
        Trap refused = null;
        while (refused == null) {
            refused = catchThrowableOfType(Trap.class, () -> call(hasty, RELAY + "add", u32(1)));
        }

        provider.close(Duration.ofMillis(1));

        spinning.join();
        assertThat(interrupted[0])
                .as("the thread goes on as if nothing had been")
                .isFalse();
        assertThat(provider.isGone()).isTrue();
        assertThat(provider.endedBy().orElseThrow()).hasMessage("catalog was ended with a call in it");
    }

    @ParameterizedTest
    @CsvSource({
        "bad-string,out of bounds",
        "bad-utf8,not valid UTF-8",
        "bad-result,unaligned",
        "bad-char,invalid char",
        "bad-colour,invalid discriminant"
    })
    void badResultsTrapInTheHostToo(String function, String message) {
        ComponentInstance provider = provider("catalog");
        Trap trap = trap(provider, COUNTER + "#" + function);
        assertThat(trap.kind()).isEqualTo(Trap.Kind.CANONICAL_ABI);
        assertThat(trap).hasMessageContaining(message);
        assertThat(provider.isGone()).isTrue();
    }

    @Test
    void argumentsOfAnotherTypeAreRefusedAndHurtNobody() {
        ComponentInstance provider = provider("catalog");
        assertThatThrownBy(() -> call(provider, COUNTER + "#add", Val.str("1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("type u32 is needed");
        assertThatThrownBy(() -> call(provider, COUNTER + "#add")).isInstanceOf(IllegalArgumentException.class);
        assertThat(call(provider, COUNTER + "#add", u32(1))).isEqualTo(u32(1));
    }

    @Test
    void aLinkThatDoesNotFitIsRefusedWithAllItsProblems() {
        CompiledComponent consumer = components.consumer();
        LinkException nothing =
                catchThrowableOfType(LinkException.class, () -> components.instantiate("c", consumer, Map.of()));
        assertThat(nothing.problems()).containsExactly(new LinkProblem.NoSupplier(COUNTER));

        ComponentInstance wrong = consumer("wrong", provider("catalog"), DEADLINE);
        Map<String, ImportSupplier> noExport = Map.of(COUNTER, new ImportSupplier.Link(wrong, COUNTER, DEADLINE));
        LinkException missing =
                catchThrowableOfType(LinkException.class, () -> components.instantiate("c", consumer, noExport));
        assertThat(missing.problems()).containsExactly(new LinkProblem.NoExport(COUNTER, "wrong", COUNTER));

        Map<String, ImportSupplier> noItem =
                Map.of(COUNTER, new ImportSupplier.Link(wrong, "kube:test/relay", DEADLINE));
        LinkException item =
                catchThrowableOfType(LinkException.class, () -> components.instantiate("c", consumer, noItem));
        assertThat(item.problems()).containsExactly(new LinkProblem.MissingItem(COUNTER, "resource item"));
    }

    @Test
    void anImportLeftUnlinkedTrapsWhenItIsCalledAndOnlyThen() {
        ImportSupplier nobody = new ImportSupplier.Unlinked("no catalog is placed here");
        ComponentInstance consumer = components.instantiate("lonely", components.consumer(), Map.of(COUNTER, nobody));
        Trap trap = trap(consumer, RELAY + "add", u32(1));
        assertThat(trap.kind()).isEqualTo(Trap.Kind.NOT_LINKED);
        assertThat(trap).hasMessage("kube:test/counter#add is not linked: no catalog is placed here");
        assertThat(consumer.isGone()).isTrue();
    }

    private static Map<String, ImportSupplier> to(ComponentInstance provider) {
        return Map.of(COUNTER, new ImportSupplier.Link(provider, COUNTER, DEADLINE));
    }

    @Test
    void aLinkIsSwitchedWithoutRestartingTheConsumer() {
        ComponentInstance old = provider("old");
        ComponentInstance consumer = consumer("calculator", old, DEADLINE);
        assertThat(call(consumer, RELAY + "add", u32(2))).isEqualTo(u32(2));
        ComponentInstance replacement = provider("new");
        consumer.relink(to(replacement));
        assertThat(call(consumer, RELAY + "add", u32(5))).isEqualTo(u32(5));
        old.close();
        assertThat(call(consumer, RELAY + "add", u32(1))).isEqualTo(u32(6));
        assertThat(call(replacement, COUNTER + "#add", u32(0))).isEqualTo(u32(6));
    }

    @Test
    void ofTwoSwitchesBeforeACallTheLastCounts() {
        ComponentInstance consumer = consumer("calculator", provider("old"), DEADLINE);
        consumer.relink(to(provider("second")));
        ComponentInstance third = provider("third");
        consumer.relink(to(third));
        call(consumer, RELAY + "add", u32(7));
        assertThat(call(third, COUNTER + "#add", u32(0))).isEqualTo(u32(7));
    }

    @Test
    void aHandleOfAFormerProviderIsStaleAndItsDropReachesWhatIsLeftThere() {
        ComponentInstance old = provider("old");
        ComponentInstance first = consumer("first", old, DEADLINE);
        ComponentInstance second = consumer("second", old, DEADLINE);
        call(first, RELAY + "hold", u32(30));
        call(second, RELAY + "hold", u32(12));
        first.relink(to(provider("new")));
        second.relink(to(provider("newer")));
        call(first, RELAY + "add", u32(1));
        call(second, RELAY + "add", u32(1));

        Trap trap = trap(first, RELAY + "held");
        assertThat(trap.kind()).isEqualTo(Trap.Kind.STALE_HANDLE);
        assertThat(trap).hasMessageContaining("is no longer linked");
        assertThat(call(old, COUNTER + "#dropped")).isEqualTo(u32(0));
        call(second, RELAY + "let-go");
        assertThat(call(old, COUNTER + "#dropped")).isEqualTo(u32(12));
    }

    @Test
    void aCallWaitsForAnotherProviderWhenItsOwnIsGone() throws Exception {
        ComponentInstance old = provider("old");
        ComponentInstance consumer = consumer("calculator", old, DEADLINE);
        old.close();
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            Thread[] calling = new Thread[1];
            CountDownLatch started = new CountDownLatch(1);
            Future<Val> result = executor.submit(() -> {
                calling[0] = Thread.currentThread();
                started.countDown();
                return call(consumer, RELAY + "add", u32(9));
            });
            started.await();
            while (calling[0].getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            consumer.relink(to(provider("new")));
            assertThat(result.get()).isEqualTo(u32(9));
        }
    }

    @Test
    void withoutAnotherProviderACallTrapsWhenTheDeadlineIsOver() {
        ComponentInstance old = provider("old");
        ComponentInstance consumer = consumer("calculator", old, SHORT);
        old.close();
        Trap trap = trap(consumer, RELAY + "add", u32(1));
        assertThat(trap.kind()).isEqualTo(Trap.Kind.PROVIDER_GONE);
        assertThat(trap)
                .hasMessage("old can't be called: it was closed; no other provider came within the link's deadline of"
                        + " PT0.02S");
    }

    @Test
    void anUnlinkedImportTrapsAndCanBeLinkedAgain() {
        ComponentInstance provider = provider("catalog");
        ComponentInstance first = consumer("first", provider, DEADLINE);
        ComponentInstance second = consumer("second", provider, DEADLINE);
        Map<String, ImportSupplier> unlinked = Map.of(COUNTER, new ImportSupplier.Unlinked("its provider moved"));
        first.relink(unlinked);
        second.relink(unlinked);
        Trap trap = trap(first, RELAY + "add", u32(1));
        assertThat(trap.kind()).isEqualTo(Trap.Kind.NOT_LINKED);
        assertThat(trap).hasMessageContaining("its provider moved");
        second.relink(to(provider));
        assertThat(call(second, RELAY + "add", u32(3))).isEqualTo(u32(3));
    }

    @Test
    void whatDoesNotFitIsNotLinked() {
        ComponentInstance provider = provider("catalog");
        ComponentInstance consumer = consumer("calculator", provider, DEADLINE);
        ComponentInstance other = consumer("other", provider, DEADLINE);
        assertThatThrownBy(() -> consumer.relink(to(other)))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("other exports no " + COUNTER);
        assertThat(call(consumer, RELAY + "add", u32(3))).isEqualTo(u32(3));
    }
}

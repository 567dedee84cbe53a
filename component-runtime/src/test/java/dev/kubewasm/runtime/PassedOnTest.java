package dev.kubewasm.runtime;

import static dev.kubewasm.runtime.TestComponents.COUNTER;
import static dev.kubewasm.runtime.TestComponents.call;
import static dev.kubewasm.runtime.TestComponents.u32;
import static dev.kubewasm.runtime.value.ValueType.Primitive.STRING;
import static dev.kubewasm.runtime.value.ValueType.Primitive.U32;
import static dev.kubewasm.runtime.value.ValueType.borrow;
import static dev.kubewasm.runtime.value.ValueType.own;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kubewasm.runtime.failure.ComponentExit;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.host.HostInterfaces;
import dev.kubewasm.runtime.host.HostResourceType;
import dev.kubewasm.runtime.typed.TypedExports;
import dev.kubewasm.runtime.typed.WitInterface;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.Val;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a component imports and exports again: it follows the component's links, and the host may call it. */
@ParameterizedClass
@EnumSource(TestEngine.class)
class PassedOnTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    /** For calls that wait in vain. */
    private static final Duration SHORT = Duration.ofMillis(20);

    private static final String RELAY = "kube:test/relay#";
    private static final String HOST = "kube:test/host@0.2.3";

    private record Ticket(long number) {}

    private final TestComponents components;
    private final CompiledComponent passer;
    private final List<Ticket> destroyed = new ArrayList<>();
    private final HostResourceType<Ticket> ticket = HostResourceType.of("ticket", Ticket.class, destroyed::add);
    private final HostInterfaces host = HostInterfaces.of(List.of(HostInterface.builder(HOST)
            .resource(ticket)
            .function(
                    "issue",
                    FuncType.of(own("ticket"), U32),
                    (context, args) -> ticket.own(new Ticket(((Val.U32) args.getFirst()).value())))
            .function(
                    "[method]ticket.number",
                    FuncType.of(U32, borrow("ticket")),
                    (context, args) -> u32(ticket.get(args.getFirst()).number()))
            .function(
                    "shout", FuncType.of(STRING, STRING), (context, args) -> shout(((Val.Str) args.getFirst()).value()))
            .function("exit", FuncType.ofVoid(), (context, args) -> {
                throw new ComponentExit(3);
            })
            .build()));

    PassedOnTest(TestEngine engine) {
        this.components = TestComponents.on(engine);
        this.passer = components.compile("passer");
    }

    /** Not what its type says for one text, and broken for another. */
    private static Val shout(String text) {
        return switch (text) {
            case "number" -> u32(1);
            case "broken" -> throw new IllegalStateException("no voice");
            default -> Val.str(text.toUpperCase(Locale.ROOT));
        };
    }

    private static ImportSupplier.Link counterOf(ComponentInstance provider, Duration deadline) {
        return new ImportSupplier.Link(provider, COUNTER, deadline);
    }

    private static Map<String, ImportSupplier> to(ComponentInstance provider) {
        return Map.of(COUNTER, counterOf(provider, DEADLINE));
    }

    private ComponentInstance passer(String name, ImportSupplier counter) {
        return components.instantiate(name, passer, Map.of(COUNTER, counter, HOST, new ImportSupplier.Host(host)));
    }

    private ComponentInstance passer(ComponentInstance provider, Duration deadline) {
        return passer("passer", counterOf(provider, deadline));
    }

    private static Trap trap(ComponentInstance instance, String function, Val... args) {
        Trap trap = catchThrowableOfType(Trap.class, () -> call(instance, function, args));
        assertThat(trap).as("%s of %s traps", function, instance).isNotNull();
        return trap;
    }

    @Test
    void theHostsCallsGoWhereTheImportIsLinked() {
        ComponentInstance old = components.provider("old");
        ComponentInstance passer = passer(old, DEADLINE);
        assertThat(call(passer, COUNTER + "#add", u32(2))).isEqualTo(u32(2));
        ComponentInstance replacement = components.provider("new");
        passer.relink(to(replacement));
        assertThat(call(passer, COUNTER + "#add", u32(5))).isEqualTo(u32(5));
        assertThat(call(old, COUNTER + "#add", u32(0))).isEqualTo(u32(2));
        old.close();
        assertThat(call(passer, COUNTER + "#add", u32(1))).isEqualTo(u32(6));
        assertThat(call(passer, COUNTER + "#echo", Val.str("gr\u00fc\u00dfe"))).isEqualTo(Val.str("gr\u00fc\u00dfe"));
    }

    @Test
    void consumersFollowThroughAnyNumberOfPassers() {
        ComponentInstance passer = passer(components.provider("old"), DEADLINE);
        ComponentInstance outer = passer("outer", counterOf(passer, DEADLINE));
        ComponentInstance near = components.consumer("near", passer, DEADLINE);
        ComponentInstance far = components.consumer("far", outer, DEADLINE);
        assertThat(call(near, RELAY + "add", u32(2))).isEqualTo(u32(2));
        assertThat(call(far, RELAY + "add", u32(3))).isEqualTo(u32(5));
        ComponentInstance replacement = components.provider("new");
        passer.relink(to(replacement));
        assertThat(call(near, RELAY + "add", u32(10))).isEqualTo(u32(10));
        assertThat(call(far, RELAY + "add", u32(20))).isEqualTo(u32(30));
        assertThat(call(outer, COUNTER + "#add", u32(0))).isEqualTo(u32(30));
    }

    @Test
    void handlesOfAFormerProviderAreStaleForConsumersToo() {
        ComponentInstance old = components.provider("old");
        ComponentInstance passer = passer(old, DEADLINE);
        ComponentInstance consumer = components.consumer("consumer", passer, DEADLINE);
        ComponentInstance other = components.consumer("other", passer, DEADLINE);
        assertThat(call(consumer, RELAY + "hold", u32(30))).isEqualTo(u32(30));
        call(other, RELAY + "hold", u32(12));
        passer.relink(to(components.provider("new")));
        call(other, RELAY + "let-go");
        assertThat(call(old, COUNTER + "#dropped")).isEqualTo(u32(12));
        call(consumer, RELAY + "add", u32(1));
        assertThat(trap(consumer, RELAY + "held").kind()).isEqualTo(Trap.Kind.STALE_HANDLE);
        assertThat(call(other, RELAY + "hold", u32(7))).isEqualTo(u32(7));
    }

    @Test
    void functionsOfItsOwnTakeTheResourcesOfTheProviderThatIsLinked() {
        ComponentInstance passer = passer(components.provider("old"), DEADLINE);
        Val.Own before = (Val.Own) call(passer, COUNTER + "#[constructor]item", u32(1));
        ComponentInstance replacement = components.provider("new");
        passer.relink(to(replacement));
        Val.Own item = (Val.Own) call(passer, COUNTER + "#[constructor]item", u32(9));
        assertThat(call(passer, "peek", new Val.Borrow(item.resource()))).isEqualTo(u32(9));
        call(passer, "discard", item);
        assertThat(call(replacement, COUNTER + "#dropped")).isEqualTo(u32(9));
        assertThatThrownBy(() -> call(passer, "discard", before)).isInstanceOf(IllegalArgumentException.class);
        assertThat(call(
                        replacement,
                        COUNTER + "#[method]item.value",
                        call(passer, COUNTER + "#[constructor]item", u32(4))))
                .isEqualTo(u32(4));
    }

    @Test
    void aCallWaitsForAnotherProviderWhenItsOwnIsGone() throws Exception {
        ComponentInstance old = components.provider("old");
        ComponentInstance passer = passer(old, DEADLINE);
        ComponentInstance consumer = components.consumer("consumer", passer, DEADLINE);
        old.close();
        try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
            List<Thread> calling = java.util.Collections.synchronizedList(new ArrayList<>());
            List<Future<Val>> results = new ArrayList<>();
            for (String function : List.of(RELAY, COUNTER + "#")) {
                results.add(executor.submit(() -> {
                    calling.add(Thread.currentThread());
                    return call(function.equals(RELAY) ? consumer : passer, function + "add", u32(9));
                }));
            }
            while (calling.size() < 2
                    || calling.stream().anyMatch(thread -> thread.getState() != Thread.State.TIMED_WAITING)) {
                Thread.onSpinWait();
            }
            passer.relink(to(components.provider("new")));
            assertThat(List.of(results.get(0).get(), results.get(1).get())).containsExactlyInAnyOrder(u32(9), u32(18));
        }
    }

    @Test
    void withoutAProviderOrThePasserACallTrapsWhenTheDeadlineIsOver() {
        ComponentInstance old = components.provider("old");
        ComponentInstance passer = passer(old, SHORT);
        ComponentInstance first = components.consumer("first", passer, SHORT);
        ComponentInstance second = components.consumer("second", passer, SHORT);
        passer.close();
        Trap cut = trap(first, RELAY + "add", u32(1));
        assertThat(cut.kind()).isEqualTo(Trap.Kind.PROVIDER_GONE);
        assertThat(cut).hasMessageContaining("passer can't be called: it was closed; no other provider came");
        assertThat(trap(passer, COUNTER + "#add", u32(1))).hasMessage("passer can't be called: it was closed");
        assertThat(old.isGone()).isFalse();

        ComponentInstance next = passer(old, SHORT);
        second.relink(Map.of(COUNTER, counterOf(next, SHORT)));
        assertThat(call(second, RELAY + "add", u32(4))).isEqualTo(u32(4));
        old.close();
        Trap gone = trap(next, COUNTER + "#add", u32(1));
        assertThat(gone.kind()).isEqualTo(Trap.Kind.PROVIDER_GONE);
        assertThat(gone)
                .hasMessage("old can't be called: it was closed; no other provider came within the link's deadline of"
                        + " PT0.02S");
        assertThat(next.isGone()).isFalse();
        assertThat(trap(second, RELAY + "add", u32(1)).kind()).isEqualTo(Trap.Kind.PROVIDER_GONE);
    }

    @Test
    void aBusyProviderIsWaitedForUntilTheLinksDeadline() throws Exception {
        ComponentInstance provider = components.provider("catalog");
        ComponentInstance passer = passer(provider, SHORT);
        Thread spinning = Thread.ofPlatform()
                .start(() ->
                        assertThat(trap(provider, COUNTER + "#spin").kind()).isEqualTo(Trap.Kind.INTERRUPTED));
        Trap refused = null;
        while (refused == null) {
            refused = catchThrowableOfType(Trap.class, () -> call(passer, COUNTER + "#add", u32(1)));
        }
        assertThat(refused.kind()).isEqualTo(Trap.Kind.LINK_DEADLINE_EXCEEDED);
        spinning.interrupt();
        spinning.join();
    }

    @Test
    void aTrapPoisonsTheProviderAndNotThePasser() {
        ComponentInstance provider = components.provider("catalog");
        ComponentInstance passer = passer(provider, SHORT);
        assertThat(trap(passer, COUNTER + "#boom").kind()).isEqualTo(Trap.Kind.UNREACHABLE);
        assertThat(provider.isGone()).isTrue();
        assertThat(passer.isGone()).isFalse();
    }

    @Test
    void anImportLinkedToNobodyTrapsAndCanBeLinkedLater() {
        ComponentInstance passer = passer("passer", new ImportSupplier.Unlinked("no catalog is placed here"));
        ComponentInstance consumer = components.consumer("consumer", passer, SHORT);
        Trap trap = trap(passer, COUNTER + "#add", u32(1));
        assertThat(trap.kind()).isEqualTo(Trap.Kind.NOT_LINKED);
        passer.relink(to(components.provider("catalog")));
        assertThat(call(passer, COUNTER + "#add", u32(2))).isEqualTo(u32(2));
        assertThat(call(consumer, RELAY + "add", u32(3))).isEqualTo(u32(5));
        assertThat(call(consumer, RELAY + "hold", u32(6))).isEqualTo(u32(6));
    }

    @Test
    void aLinkThatLeadsBackIsRefused() {
        ComponentInstance passer = passer(components.provider("catalog"), DEADLINE);
        ComponentInstance outer = passer("outer", counterOf(passer, DEADLINE));
        LinkException circle = catchThrowableOfType(LinkException.class, () -> passer.relink(to(outer)));
        assertThat(circle.problems())
                .containsExactly(new LinkProblem.Circle(COUNTER, List.of("passer", "outer", "passer")));
        assertThat(call(outer, COUNTER + "#add", u32(2))).isEqualTo(u32(2));
    }

    @Test
    void functionsOfTheHostAreCalledThroughTheExport() {
        ComponentInstance passer = passer(components.provider("catalog"), DEADLINE);
        assertThat(call(passer, HOST + "#shout", Val.str("ho"))).isEqualTo(Val.str("HO"));
        Val.Own issued = (Val.Own) call(passer, HOST + "#issue", u32(42));
        assertThat(call(passer, HOST + "#[method]ticket.number", new Val.Borrow(issued.resource())))
                .isEqualTo(u32(42));
        passer.drop(issued);
        assertThat(destroyed).containsExactly(new Ticket(42));
        assertThatThrownBy(() -> call(passer, HOST + "#exit")).isInstanceOf(ComponentExit.class);
        assertThatThrownBy(() -> call(passer, HOST + "#shout", u32(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a value of type string is needed");
        assertThat(trap(passer, HOST + "#shout", Val.str("broken"))).hasMessageContaining("no voice");
        assertThat(trap(passer, HOST + "#shout", Val.str("number")))
                .hasMessageContaining("returned what isn't of its type");
        assertThat(passer.isGone()).isFalse();
        passer.close();
        assertThat(trap(passer, HOST + "#shout", Val.str("ho")).kind()).isEqualTo(Trap.Kind.PROVIDER_GONE);
    }

    @Test
    void consumersUseFunctionsOfTheHostThroughTheExport() {
        ComponentInstance passer = passer(components.provider("catalog"), DEADLINE);
        ImportSupplier.Link link = new ImportSupplier.Link(passer, HOST, SHORT);
        ComponentInstance guest = components.instantiate("guest", components.compile("guest"), Map.of(HOST, link));
        assertThat(call(guest, "shout", Val.str("ho"))).isEqualTo(Val.str("HO"));
        assertThat(call(guest, "number", u32(7))).isEqualTo(u32(7));
        assertThat(destroyed).containsExactly(new Ticket(7));
        passer.close();
        assertThat(trap(guest, "shout", Val.str("ho")).kind()).isEqualTo(Trap.Kind.PROVIDER_GONE);
    }

    /** What {@link #aPassersExportsAreTyped} uses of the host's interface. */
    @WitInterface(HOST)
    interface Shouting {
        String shout(String text);
    }

    @Test
    void aPassersExportsAreTyped() {
        ComponentInstance passer = passer(components.provider("catalog"), DEADLINE);
        assertThat(TypedExports.of(passer, Shouting.class).shout("ho")).isEqualTo("HO");
    }
}

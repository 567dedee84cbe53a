package dev.kubewasm.runtime;

import static dev.kubewasm.runtime.TestComponents.call;
import static dev.kubewasm.runtime.TestComponents.u32;
import static dev.kubewasm.runtime.value.ValueType.Primitive.STRING;
import static dev.kubewasm.runtime.value.ValueType.Primitive.U32;
import static dev.kubewasm.runtime.value.ValueType.Primitive.U64;
import static dev.kubewasm.runtime.value.ValueType.borrow;
import static dev.kubewasm.runtime.value.ValueType.own;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kubewasm.runtime.failure.ComponentExit;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.host.HostFunction;
import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.host.HostInterfaces;
import dev.kubewasm.runtime.host.HostResourceType;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.Val;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestEngine.class)
class HostInterfaceTest {
    private final TestComponents components;

    HostInterfaceTest(TestEngine engine) {
        this.components = TestComponents.on(engine);
    }

    private ComponentInstance guest(HostInterfaces host) {
        return components.guest(host);
    }

    private record Ticket(long number) {}

    private final List<Ticket> destroyed = new ArrayList<>();
    private final HostResourceType<Ticket> ticket = HostResourceType.of("ticket", Ticket.class, destroyed::add);

    private HostInterface.Builder host(String version) {
        return HostInterface.builder("kube:test/host@" + version)
                .resource(ticket)
                .function(
                        "issue",
                        FuncType.of(own("ticket"), U32),
                        (context, args) -> ticket.own(new Ticket(((Val.U32) args.getFirst()).value())))
                .function(
                        "[method]ticket.number",
                        FuncType.of(U32, borrow("ticket")),
                        (context, args) -> u32(ticket.get(args.getFirst()).number()));
    }

    private static String upper(List<Val> args) {
        return ((Val.Str) args.getFirst()).value().toUpperCase(Locale.ROOT);
    }

    private HostInterfaces complete(String version, HostFunction shout) {
        return HostInterfaces.of(List.of(host(version)
                .function("shout", FuncType.of(STRING, STRING), shout)
                .function("exit", FuncType.ofVoid(), (context, args) -> {
                    throw new ComponentExit(3);
                })
                .build()));
    }

    private HostInterfaces complete(String version) {
        return complete(version, (context, args) -> Val.str(upper(args)));
    }

    @Test
    void aGuestUsesFunctionsAndResourcesOfTheHost() {
        ComponentInstance guest = guest(complete("0.2.12"));
        assertThat(call(guest, "number", u32(42))).isEqualTo(u32(42));
        assertThat(destroyed).containsExactly(new Ticket(42));
        assertThat(call(guest, "shout", Val.str("stra\u00dfe"))).isEqualTo(Val.str("STRASSE"));
    }

    @Test
    void whatAGuestStillHoldsIsDestroyedWhenItIsClosed() {
        ComponentInstance guest = guest(complete("0.2.3"));
        call(guest, "keep", u32(1));
        call(guest, "keep", u32(2));
        assertThat(destroyed).isEmpty();
        guest.close();
        guest.close();
        assertThat(destroyed).containsExactly(new Ticket(1), new Ticket(2));
    }

    @Test
    void whatAComponentTookIsDestroyedWhenItsInstantiationFails() {
        Trap trap = catchThrowableOfType(
                Trap.class,
                () -> components.instantiate("stillborn", components.compile("stillborn"), complete("0.2.3")));
        assertThat(trap.kind()).isEqualTo(Trap.Kind.UNREACHABLE);
        assertThat(destroyed).containsExactly(new Ticket(7));
    }

    @Test
    void anInterfaceServesItsSemverTrackUpToItsVersion() {
        for (String version : List.of("0.2.2", "0.3.0", "1.0.0")) {
            LinkException e = catchThrowableOfType(LinkException.class, () -> guest(complete(version)));
            assertThat(e.problems())
                    .as(version)
                    .containsExactly(new LinkProblem.NoHostInterface("kube:test/host@0.2.3"));
        }
    }

    @Test
    void missingFunctionsAndOtherTypesAreToldAllAtOnce() {
        HostInterface wrong = host("0.2.3")
                .function("shout", FuncType.of(U64, STRING), (context, args) -> Val.u64(0))
                .build();
        LinkException e = catchThrowableOfType(LinkException.class, () -> guest(HostInterfaces.of(List.of(wrong))));
        assertThat(e.problems())
                .containsExactlyInAnyOrder(
                        new LinkProblem.TypeMismatch("kube:test/host@0.2.3", "shout", "result", "string", "u64"),
                        new LinkProblem.MissingItem("kube:test/host@0.2.3", "function exit"));
        assertThat(e).hasMessageContaining("import kube:test/host@0.2.3 › function shout › result: expected string");
    }

    @Test
    void anExitEndsTheInstanceWithItsStatus() {
        ComponentInstance guest = guest(complete("0.2.3"));
        ComponentExit exit = catchThrowableOfType(ComponentExit.class, () -> call(guest, "exit"));
        assertThat(exit.status()).isEqualTo(3);
        assertThat(guest.isGone()).isTrue();
        assertThat(guest.endedBy()).containsSame(exit);
        Trap gone = catchThrowableOfType(Trap.class, () -> call(guest, "exit"));
        assertThat(gone.kind()).isEqualTo(Trap.Kind.PROVIDER_GONE);
        assertThat(gone).hasMessageContaining("it ended itself");
    }

    @Test
    void aHostFunctionThatFailsTrapsItsCaller() {
        ComponentInstance failing = guest(complete("0.2.3", (context, args) -> {
            throw new IllegalStateException("disk full");
        }));
        Trap trap = catchThrowableOfType(Trap.class, () -> call(failing, "shout", Val.str("a")));
        assertThat(trap.kind()).isEqualTo(Trap.Kind.HOST_FAILURE);
        assertThat(trap)
                .hasMessageContaining("kube:test/host@0.2.3#shout failed")
                .hasMessageContaining("disk full");

        ComponentInstance lying = guest(complete("0.2.3", (context, args) -> u32(1)));
        Trap wrongType = catchThrowableOfType(Trap.class, () -> call(lying, "shout", Val.str("a")));
        assertThat(wrongType.kind()).isEqualTo(Trap.Kind.HOST_FAILURE);
        assertThat(wrongType).hasMessageContaining("returned what isn't of its type");
    }
}

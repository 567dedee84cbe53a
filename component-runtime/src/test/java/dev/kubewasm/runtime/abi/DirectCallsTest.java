package dev.kubewasm.runtime.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.runtime.engine.CoreFunction;
import dev.kubewasm.runtime.engine.HostCoreFunction;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.host.InstanceLimits;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.ValueType.Primitive;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls of numbers between components of one container, which only pass the gates of both sides. */
class DirectCallsTest {
    private final InstanceStore store = new InstanceStore("composed", InstanceLimits.DEFAULT);
    private final Side caller = new TestSide(StringEncoding.UTF8, store).side;
    private final Side callee = new TestSide(StringEncoding.UTF8, store).side;

    private static FunctionAbi abi(Primitive type) {
        return new Codecs().function(FuncType.of(type, type, Primitive.U32));
    }

    private LiftedFunction lifted(FunctionAbi abi, CoreFunction core) {
        return new LiftedFunction(abi, new ResourceTable(0), callee, core, Optional.empty());
    }

    private HostCoreFunction adapter(FunctionAbi abi, CoreFunction core) {
        return Adapters.between(abi, new ResourceTable(0), caller, lifted(abi, core), Optional.empty());
    }

    @ParameterizedTest
    @EnumSource(
            value = Primitive.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"STRING", "CHAR"})
    void passWhatTheCodecsPass(Primitive type) {
        FunctionAbi abi = abi(type);
        CoreFunction first = args -> {
            assertThat(callee.instance().gate().mayEnter).isFalse();
            return new long[] {args[0]};
        };
        HostCoreFunction direct = adapter(abi, first);
        assertThat(Arrays.stream(direct.getClass().getMethods()).map(m -> m.getName()))
                .contains("callInFull");
        HostCoreFunction oracle =
                new LoweredGuestFunction(abi, new ResourceTable(0), caller, lifted(abi, first), Optional.empty());
        boolean wide = type == Primitive.S64 || type == Primitive.U64 || type == Primitive.F64;
        Random random = new Random(31);
        for (int i = 0; i < 1_000; i++) {
            long word = random.nextInt(4) == 0 ? random.nextInt(300) - 20 : random.nextLong();
            long given = wide ? word : word & 0xffff_ffffL;
            long mask = wide ? -1L : 0xffff_ffffL;
            assertThat(direct.call(given, i)[0] & mask)
                    .as("%s %x", type, given)
                    .isEqualTo(oracle.call(given, i)[0] & mask);
            assertThat(callee.instance().gate().mayEnter).isTrue();
        }
    }

    @Test
    void maySendNobodyIntoAnInstanceTwice() {
        FunctionAbi abi = abi(Primitive.U32);
        HostCoreFunction[] self = new HostCoreFunction[1];
        self[0] = adapter(abi, args -> self[0].call(args));

        assertThatThrownBy(() -> self[0].call(1, 2))
                .isInstanceOf(Trap.class)
                .hasMessageContaining("cannot enter component instance");
        assertThat(store.isGone()).isTrue();
    }

    @Test
    void mayNotLeaveWhileReallocRuns() {
        FunctionAbi abi = abi(Primitive.U32);
        HostCoreFunction adapter = adapter(abi, args -> new long[] {args[0]});
        caller.instance().forbidLeaving();

        assertThatThrownBy(() -> adapter.call(1, 2))
                .isInstanceOf(Trap.class)
                .hasMessageContaining("cannot leave component instance");
        assertThat(store.isGone()).as("nobody was entered").isFalse();

        caller.instance().allowLeaving();
        assertThat(adapter.call(7, 2)).containsExactly(7);
    }

    @Test
    void aFailureOfTheCalleePoisonsTheContainer() {
        HostCoreFunction adapter = adapter(abi(Primitive.U32), args -> {
            throw new Trap(Trap.Kind.UNREACHABLE, "unreachable");
        });

        assertThatThrownBy(() -> adapter.call(1, 2)).isInstanceOf(Trap.class).hasMessage("unreachable");
        assertThat(store.poisonedBy()).get().isInstanceOf(Trap.class);
    }

    @Test
    void errorsOfTheMachineComeOutAsTheyAre() {
        HostCoreFunction adapter = adapter(abi(Primitive.U32), args -> {
            throw new OutOfMemoryError("not now");
        });

        assertThatThrownBy(() -> adapter.call(1, 2)).isInstanceOf(OutOfMemoryError.class);
        assertThat(store.isGone()).isTrue();
    }
}

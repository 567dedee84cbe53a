package dev.kubewasm.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kubewasm.runtime.Fixtures;
import dev.kubewasm.runtime.TestEngine;
import dev.kubewasm.runtime.engine.CoreFuncType.CoreType;
import dev.kubewasm.runtime.failure.Trap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every engine has to do. */
@ParameterizedClass
@EnumSource(TestEngine.class)
class EngineContractTest {
    private final Engine engine;
    private final ResourceBudget budget = CoreFixture.budget();

    EngineContractTest(TestEngine engine) {
        this.engine = engine.open();
    }

    @AfterEach
    void close() {
        budget.close();
        engine.close();
    }

    private CoreFixture owner() {
        return CoreFixture.tableOwner(engine, budget);
    }

    private CoreFixture user(CoreFixture owner) {
        return CoreFixture.tableUser(engine, budget, owner);
    }

    @Test
    void functionsOfAnotherModuleAreCalledThroughASharedTableWhateverItsTypeOrder() {
        CoreFixture owner = owner();
        CoreFixture user = user(owner);
        assertThat(owner.call("call-wide", 0, 41)).containsExactly(42);
        assertThat(owner.call("call-narrow", 1, 4, Double.doubleToRawLongBits(2.5)))
                .containsExactly(Double.doubleToRawLongBits(10.0));
        assertThat(owner.call("call-wide", 2, 14)).as("an imported function").containsExactly(42);
        assertThat(user.call("call-wide", 0, 6)).as("from its own module").containsExactly(7);
        assertThat(user.call("call-wide", 2, 2)).containsExactly(6);
    }

    /** {@code (module (global (export "g") i64 (i64.const 7)))}. */
    @Test
    void aGlobalHasItsValue() {
        byte[] module = HexFormat.of().parseHex("0061736d01000000" + "0606017e0042070b" + "07050101670300");
        CoreInstance instance = engine.compile(module).instantiate(List.of(), budget);
        assertThat(((CoreExtern.OfGlobal) instance.export(0)).bits()).isEqualTo(7);
    }

    @Test
    void aFunctionMovedInTheTableKeepsItsType() {
        CoreFixture owner = owner();
        CoreFixture user = user(owner);
        owner.call("move", 0, 5);
        assertThat(owner.call("call-wide", 5, 1)).containsExactly(2);
        assertThat(user.call("call-wide", 5, 1)).containsExactly(2);
    }

    @ParameterizedTest
    @CsvSource({"call-wide,1", "call-unused,0", "call-unused,3", "call-wide,3"})
    void aFunctionOfAnotherTypeIsAMismatchEvenIfTheTypeIndicesAgree(String function, int element) {
        CoreFixture owner = owner();
        user(owner);
        long[] args = function.equals("call-wide") ? new long[] {element, 0} : new long[] {element};
        Trap trap = catchThrowableOfType(Trap.class, () -> owner.call(function, args));
        assertThat(trap.kind()).isEqualTo(Trap.Kind.INDIRECT_CALL_TYPE_MISMATCH);
    }

    @ParameterizedTest
    @CsvSource({
        "unreachable,UNREACHABLE",
        "divide,INTEGER_DIVIDE_BY_ZERO",
        "overflow,INTEGER_OVERFLOW",
        "convert,INVALID_CONVERSION",
        "load,MEMORY_OUT_OF_BOUNDS",
        "store,MEMORY_OUT_OF_BOUNDS",
        "fill,MEMORY_OUT_OF_BOUNDS",
        "null-element,UNINITIALIZED_ELEMENT",
        "no-element,TABLE_OUT_OF_BOUNDS",
        "recurse,STACK_EXHAUSTED",
    })
    void everyTrapHasItsKind(String function, Trap.Kind kind) {
        CoreFixture fixture = CoreFixture.of(engine, "traps");
        Trap trap = catchThrowableOfType(Trap.class, () -> fixture.call(function));
        assertThat(trap.kind()).isEqualTo(kind);
    }

    @Test
    void anInterruptEndsAnEndlessLoop() {
        CoreFixture fixture = CoreFixture.of(engine, "traps");
        Thread.currentThread().interrupt();
        Trap trap = catchThrowableOfType(Trap.class, () -> fixture.call("loop"));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(trap.kind()).isEqualTo(Trap.Kind.INTERRUPTED);
    }

    @Test
    void anInterruptEndsAStartFunction() {
        Thread.currentThread().interrupt();
        Trap trap = catchThrowableOfType(Trap.class, () -> CoreFixture.of(engine, "spins-at-start"));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(trap.kind()).isEqualTo(Trap.Kind.INTERRUPTED);
    }

    @Test
    void memoryGrowsUpToItsMaximum() {
        CoreFixture fixture = CoreFixture.of(engine, "traps");
        assertThat((int) fixture.call("grow", 1)[0]).isEqualTo(1);
        assertThat((int) fixture.call("grow", 2)[0]).isEqualTo(-1);
        assertThat((int) fixture.call("grow", 0)[0]).isEqualTo(2);
        assertThat(fixture.memory().size()).isEqualTo(2 * 65536);
    }

    @Test
    void memoryGrowsUpToTheBudgetOfAllMemories() {
        ResourceBudget small = new ResourceBudget(3 * 65536, 1000);
        CoreFixture first = CoreFixture.of(engine, "traps", small);
        CoreFixture second = CoreFixture.of(engine, "traps", small);
        assertThat((int) first.call("grow", 1)[0]).isEqualTo(1);
        assertThat((int) second.call("grow", 1)[0]).isEqualTo(-1);
        assertThatThrownBy(() -> CoreFixture.of(engine, "traps", small))
                .isInstanceOf(CoreModuleException.class)
                .hasMessageContaining("65536 bytes to start");
    }

    @Test
    void tablesCountToTheBudget() {
        assertThatThrownBy(() -> CoreFixture.of(engine, "table-owner", new ResourceBudget(0, 7)))
                .isInstanceOf(CoreModuleException.class)
                .hasMessageContaining("a table of 8 elements");
    }

    @Test
    void dataSegmentsAndBulkOperationsAndWideAccess() {
        CoreFixture fixture = CoreFixture.of(engine, "memory");
        fixture.call("copy");
        fixture.call("init");
        CoreMemory memory = fixture.memory();
        byte[] start = new byte[11];
        memory.read(0, start, 0, 11);
        assertThat(start).containsExactly(1, 2, 3, 4, 5, 6, 0, 0, 'a', 't', 'e');
        assertThat(fixture.call("sum", 0)).containsExactly(0x060504030201L + ('a' | 't' << 8));
        assertThat(memory.getLong(0)).isEqualTo(0x060504030201L);
        memory.putInt(100, 0x80000001);
        assertThat(memory.getInt(100)).isEqualTo(0x80000001);
        assertThat(memory.getShort(102)).isEqualTo((short) 0x8000);
        memory.putShort(200, (short) -2);
        memory.putByte(202, (byte) 7);
        memory.putLong(203, Long.MIN_VALUE);
        memory.copyTo(200, memory, 300, 11);
        assertThat(memory.getShort(300)).isEqualTo((short) -2);
        assertThat(memory.getByte(302)).isEqualTo((byte) 7);
        assertThat(memory.getLong(303)).isEqualTo(Long.MIN_VALUE);
        assertThatThrownBy(() -> memory.getLong(65529)).isInstanceOf(Trap.class);
        assertThatThrownBy(() -> memory.copyTo(65530, memory, 0, 7)).isInstanceOf(Trap.class);
    }

    @Test
    void aNewInstanceSeesNothingOfOneThatIsClosed() {
        CoreMemory fresh = CoreFixture.of(engine, "memory", budget).memory();
        byte[] initial = new byte[65536];
        fresh.read(0, initial, 0, initial.length);
        try (ResourceBudget closed = CoreFixture.budget()) {
            byte[] secret = new byte[65536];
            Arrays.fill(secret, (byte) 42);
            CoreFixture.of(engine, "memory", closed).memory().write(0, secret, 0, secret.length);
        }
        try (ResourceBudget next = CoreFixture.budget()) {
            byte[] seen = new byte[65536];
            CoreFixture.of(engine, "memory", next).memory().read(0, seen, 0, seen.length);
            assertThat(seen).isEqualTo(initial);
        }
    }

    private static String text(CoreMemory memory, int address, int length) {
        byte[] bytes = new byte[length];
        memory.read(address, bytes, 0, length);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    @Test
    void dataSegmentsAreThoseOfTheInstanceNotOfTheMemory() {
        CoreFixture owner = CoreFixture.of(engine, "memory", budget);
        CoreFixture user = CoreFixture.of(engine, "memory-user", budget, owner.export("memory"));
        assertThat(text(owner.memory(), 40, 3)).isEqualTo("act");
        owner.call("init");
        assertThat(text(owner.memory(), 8, 3)).isEqualTo("ate");
        user.call("init", 16);
        assertThat(text(owner.memory(), 16, 8)).isEqualTo("BBBBBBBB");
        user.call("drop");
        owner.call("init");
        assertThatThrownBy(() -> user.call("init", 16)).isInstanceOf(Trap.class);
        CoreFixture next = CoreFixture.of(engine, "memory-user", budget, user.export("borrowed"));
        next.call("init", 24);
        assertThat(text(owner.memory(), 24, 8)).isEqualTo("BBBBBBBB");
    }

    @Test
    void anActiveSegmentIsDroppedWhenItIsWritten() {
        CoreFixture owner = CoreFixture.of(engine, "memory", budget);
        CoreFixture user = CoreFixture.of(engine, "memory-user", budget, owner.export("memory"));
        assertThatThrownBy(() -> user.call("again")).isInstanceOf(Trap.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 7, 9, 13, 50, 150, 200, 250})
    void aModuleCutInTheMiddleOfASectionIsRefused(int length) {
        byte[] cut = Arrays.copyOf(Fixtures.bytes("core/traps.wasm"), length);
        assertThatThrownBy(() -> engine.compile(cut)).isInstanceOf(CoreModuleException.class);
    }

    private static HostCoreFunction host(CoreFuncType type, UnaryOperator<long[]> body) {
        return new HostCoreFunction(type) {
            @Override
            public long[] call(long... args) {
                return body.apply(args);
            }
        };
    }

    private static HostCoreFunction call(IntUnaryOperator body) {
        return host(new CoreFuncType(List.of(CoreType.I32), List.of(CoreType.I32)), args ->
                new long[] {body.applyAsInt((int) args[0])});
    }

    private static final HostCoreFunction MIX = host(
            new CoreFuncType(List.of(CoreType.I32, CoreType.I64, CoreType.F32, CoreType.F64), List.of(CoreType.F32)),
            args -> new long[] {
                Float.floatToRawIntBits((float) ((int) args[0]
                        + args[1]
                        + Float.intBitsToFloat((int) args[2])
                        + Double.longBitsToDouble(args[3])))
            });

    private CoreFixture hostCalls(IntUnaryOperator body) {
        return CoreFixture.of(engine, "host-calls", budget, call(body), MIX);
    }

    @Test
    void everyNumberTypePassesBothWays() {
        long[] result = hostCalls(n -> n)
                .call("mix", -3, 1L << 33, Float.floatToRawIntBits(-0.5f), Double.doubleToRawLongBits(0.25));
        assertThat(Float.intBitsToFloat((int) result[0])).isEqualTo((float) (-3 + (1L << 33) - 0.5f + 0.25));
    }

    @Test
    void aHostFunctionMayCallBack() {
        List<CoreFixture> fixture = new ArrayList<>();
        fixture.add(hostCalls(n -> n == 0 ? 100 : (int) fixture.getFirst().call("run", n - 1)[0]));
        assertThat((int) fixture.getFirst().call("run", 20)[0]).isEqualTo(121);
    }

    @Test
    void aHostFunctionThatIsExportedCanBeCalled() {
        assertThat((int) hostCalls(n -> -n).call("call", 7)[0]).isEqualTo(-7);
    }

    @Test
    void whatAHostFunctionThrowsComesOutAsItIs() {
        for (Throwable thrown : List.of(
                new IllegalStateException("disk full"),
                new Trap(Trap.Kind.HOST_CONTRACT, "broken"),
                new AssertionError("no"))) {
            CoreFixture fixture = hostCalls(n -> {
                if (thrown instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) thrown;
            });
            assertThatThrownBy(() -> fixture.call("run", 1)).isSameAs(thrown);
        }
    }

    @Test
    void aHostFunctionMayCatchWhatItsCallbackThrew() {
        List<CoreFixture> fixture = new ArrayList<>();
        fixture.add(hostCalls(n -> {
            if (n == 0) {
                throw new IllegalStateException("inner");
            }
            assertThatThrownBy(() -> fixture.getFirst().call("run", 0)).hasMessage("inner");
            return 5;
        }));
        assertThat((int) fixture.getFirst().call("run", 1)[0]).isEqualTo(6);
    }

    @Test
    void recursionThroughTheHostExhaustsTheStackAndNothingElse() {
        List<CoreFixture> fixture = new ArrayList<>();
        fixture.add(hostCalls(n -> (int) fixture.getFirst().call("run", n)[0]));
        Trap trap = catchThrowableOfType(Trap.class, () -> fixture.getFirst().call("run", 1));
        assertThat(trap.kind()).isEqualTo(Trap.Kind.STACK_EXHAUSTED);
    }

    @Test
    void recursionThroughInstancesOfManyBudgetsExhaustsTheStackAndNothingElse() {
        List<CoreFixture> ring = new ArrayList<>();
        List<ResourceBudget> budgets = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int next = i + 1;
            budgets.add(CoreFixture.budget());
            ring.add(CoreFixture.of(
                    engine,
                    "host-calls",
                    budgets.get(i),
                    call(n -> (int) ring.get(next % ring.size()).call("run", n)[0]),
                    MIX));
        }
        Trap trap = catchThrowableOfType(Trap.class, () -> ring.getFirst().call("run", 1));
        assertThat(trap.kind()).isEqualTo(Trap.Kind.STACK_EXHAUSTED);
        budgets.forEach(ResourceBudget::close);
    }

    @Test
    void exceptionsPassBetweenModulesAndEndAsATrap() {
        CoreFixture throwing = CoreFixture.of(engine, "throws", budget);
        CoreFixture catching =
                CoreFixture.of(engine, "catches", budget, throwing.export("problem"), throwing.export("throw"));
        assertThat((int) catching.call("caught", 17)[0]).isEqualTo(17);
        Trap trap = catchThrowableOfType(Trap.class, () -> throwing.call("throw", 1));
        assertThat(trap.kind()).isEqualTo(Trap.Kind.UNCAUGHT_EXCEPTION);
    }

    @Test
    void importsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> CoreFixture.of(engine, "host-calls", budget, MIX, MIX))
                .isInstanceOf(CoreModuleException.class);
    }
}

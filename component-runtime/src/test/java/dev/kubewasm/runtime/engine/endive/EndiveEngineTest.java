package dev.kubewasm.runtime.engine.endive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kubewasm.runtime.Fixtures;
import dev.kubewasm.runtime.engine.CoreFuncType;
import dev.kubewasm.runtime.engine.CoreFuncType.CoreType;
import dev.kubewasm.runtime.engine.CoreMemory;
import dev.kubewasm.runtime.engine.CoreModuleException;
import dev.kubewasm.runtime.engine.HostCoreFunction;
import dev.kubewasm.runtime.engine.ResourceBudget;
import dev.kubewasm.runtime.failure.Trap;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import run.endive.runtime.Instance;

class EndiveEngineTest {
    private final EndiveEngine engine = EndiveEngine.create();

    private static final HostCoreFunction TRIPLE =
            new HostCoreFunction(new CoreFuncType(List.of(CoreType.I64), List.of(CoreType.I64))) {
                @Override
                public long[] call(long... args) {
                    return new long[] {3 * args[0]};
                }
            };

    private CoreFixture owner() {
        return CoreFixture.of(engine, "table-owner");
    }

    private CoreFixture user(CoreFixture owner) {
        return CoreFixture.of(engine, "table-user", owner.export("table"), TRIPLE);
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

    @Test
    void aFunctionMovedInTheTableKeepsItsType() {
        CoreFixture owner = owner();
        CoreFixture user = user(owner);
        owner.call("move", 0, 5);
        assertThat(owner.call("call-wide", 5, 1)).containsExactly(2);
        assertThat(user.call("call-wide", 5, 1)).containsExactly(2);
    }

    @Test
    void aFunctionHasOneBridgeHoweverOftenItMoves() {
        CoreFixture owner = owner();
        user(owner);
        SharedTable table = (SharedTable) owner.export("table");
        TableView view = new TableView(table);
        view.bind(Objects.requireNonNull(table.get(0)).instance());
        // From now on the functions in the table are of another instance than the view.
        user(owner);
        Instance first = view.instance(0);
        owner.call("move", 0, 5);
        assertThat(view.instance(5)).isSameAs(first);
        owner.call("move", 2, 5);
        assertThat(view.instance(5)).isNotSameAs(first);
        owner.call("move", 0, 5);
        assertThat(view.instance(5)).isSameAs(first);
    }

    @ParameterizedTest
    @CsvSource({"call-wide,1", "call-unused,0", "call-unused,3", "call-wide,3"})
    void aFunctionOfAnotherTypeIsAMismatchEvenIfTheTypeIndicesAgree(String function, int element) {
        CoreFixture owner = owner();
        user(owner);
        Trap trap = catchThrowableOfType(Trap.class, () -> owner.call(function, element, 0));
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
    void memoryGrowsUpToItsMaximum() {
        CoreFixture fixture = CoreFixture.of(engine, "traps");
        assertThat((int) fixture.call("grow", 1)[0]).isEqualTo(1);
        assertThat((int) fixture.call("grow", 2)[0]).isEqualTo(-1);
        assertThat((int) fixture.call("grow", 0)[0]).isEqualTo(2);
        assertThat(fixture.memory().size()).isEqualTo(2 * 65536);
    }

    @Test
    void memoryGrowsUpToTheBudgetOfAllMemories() {
        ResourceBudget budget = new ResourceBudget(3 * 65536, 1000);
        CoreFixture first = CoreFixture.of(engine, "traps", budget);
        CoreFixture second = CoreFixture.of(engine, "traps", budget);
        assertThat((int) first.call("grow", 1)[0]).isEqualTo(1);
        assertThat((int) second.call("grow", 1)[0]).isEqualTo(-1);
        assertThatThrownBy(() -> CoreFixture.of(engine, "traps", budget))
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
    void anInstanceThatImportsAMemoryLeavesTheSegmentsOfItsOwner() {
        CoreFixture owner = CoreFixture.of(engine, "memory");
        CoreFixture.of(engine, "memory-user", owner.export("memory"));
        owner.call("init");
        byte[] start = new byte[3];
        owner.memory().read(8, start, 0, 3);
        assertThat(start).containsExactly('a', 't', 'e');
    }

    @Test
    void simdIsRefusedByName() {
        assertThatThrownBy(() -> engine.compile(Fixtures.bytes("core/simd.wasm")))
                .isInstanceOf(CoreModuleException.class)
                .hasMessageContaining("SIMD is not supported");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 7, 9, 13, 50, 150, 200, 250})
    void aModuleCutInTheMiddleOfASectionIsRefused(int length) {
        byte[] cut = Arrays.copyOf(Fixtures.bytes("core/traps.wasm"), length);
        assertThatThrownBy(() -> engine.compile(cut)).isInstanceOf(CoreModuleException.class);
    }
}

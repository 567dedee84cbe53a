package dev.kubewasm.runtime.engine.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kubewasm.runtime.TestEngine;
import dev.kubewasm.runtime.engine.CoreFixture;
import dev.kubewasm.runtime.engine.CoreFuncType;
import dev.kubewasm.runtime.engine.CoreFuncType.CoreType;
import dev.kubewasm.runtime.engine.CoreMemory;
import dev.kubewasm.runtime.engine.Engine;
import dev.kubewasm.runtime.engine.HostCoreFunction;
import dev.kubewasm.runtime.engine.ResourceBudget;
import dev.kubewasm.runtime.failure.Trap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What wasmtime has beyond the contract of engines, and what its stores ask for. */
class WasmtimeEngineTest {
    private final Engine engine = TestEngine.WASMTIME.open();
    private final ResourceBudget budget = CoreFixture.budget();

    @AfterEach
    void close() {
        budget.close();
        engine.close();
    }

    @Test
    void vectorsAndWideMemories() {
        CoreFixture fixture = CoreFixture.of(engine, "wide-memory", budget);
        CoreMemory memory = fixture.memory();
        memory.putInt(32, 1);
        memory.putInt(44, 20);
        memory.putInt(48, 300);
        memory.putInt(60, 4000);
        assertThat((int) fixture.call("sum", 32)[0]).isEqualTo(4321);
        Trap trap = catchThrowableOfType(Trap.class, () -> fixture.call("sum", 1L << 40));
        assertThat(trap.kind()).isEqualTo(Trap.Kind.MEMORY_OUT_OF_BOUNDS);
    }

    @Test
    void afterClosingNothingIsReached() {
        CoreFixture fixture = CoreFixture.of(engine, "traps", budget);
        CoreMemory memory = fixture.memory();
        memory.putInt(0, 1);
        budget.close();
        assertThat(memory.size()).isZero();
        Trap outside = catchThrowableOfType(Trap.class, () -> memory.getInt(0));
        assertThat(outside.kind()).isEqualTo(Trap.Kind.MEMORY_OUT_OF_BOUNDS);
        Trap gone = catchThrowableOfType(Trap.class, () -> fixture.call("grow", 0));
        assertThat(gone.kind()).isEqualTo(Trap.Kind.PROVIDER_GONE);
    }

    @Test
    void anInstanceThatIsClosedByAFunctionItCallsIsFreedWhenThatCallEnds() {
        HostCoreFunction closing =
                new HostCoreFunction(new CoreFuncType(List.of(CoreType.I32), List.of(CoreType.I32))) {
                    @Override
                    public long[] call(long... args) {
                        budget.close();
                        return new long[] {41};
                    }
                };
        HostCoreFunction mix =
                new HostCoreFunction(new CoreFuncType(
                        List.of(CoreType.I32, CoreType.I64, CoreType.F32, CoreType.F64), List.of(CoreType.F32))) {
                    @Override
                    public long[] call(long... args) {
                        throw new AssertionError("not called");
                    }
                };
        CoreFixture fixture = CoreFixture.of(engine, "host-calls", budget, closing, mix);
        CoreMemory memory = fixture.memory();
        assertThat((int) fixture.call("run", 1)[0]).isEqualTo(42);
        assertThat(memory.size()).isZero();
    }

    @Test
    void instancesOfTwoBudgetsAreNotLinked() {
        CoreFixture owner = CoreFixture.of(engine, "memory");
        assertThatThrownBy(() -> CoreFixture.of(engine, "memory-user", budget, owner.export("memory")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("counted to another budget");
    }

    @Test
    void tablesThatMayGrowLeaveRoomForOthers() {
        CoreFixture.of(engine, "traps", budget);
        long afterOne = budget.tableElementsLeft();
        assertThat(afterOne).isEqualTo(500);
        CoreFixture.of(engine, "table-owner", budget);
        assertThat(budget.tableElementsLeft()).isEqualTo(246);
    }
}

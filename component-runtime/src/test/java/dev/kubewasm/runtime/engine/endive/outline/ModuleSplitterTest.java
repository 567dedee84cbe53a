package dev.kubewasm.runtime.engine.endive.outline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.runtime.engine.CoreFixture;
import dev.kubewasm.runtime.engine.CoreModule;
import dev.kubewasm.runtime.engine.Engine;
import dev.kubewasm.runtime.engine.endive.EndiveEngine;
import dev.kubewasm.runtime.engine.endive.outline.ModuleSplitter.Split;
import dev.kubewasm.runtime.failure.Trap;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionBody;
import run.endive.wasm.types.OpCode;

class ModuleSplitterTest {
    private static final int CASES = 40;
    private static final int LIMIT = 2000;

    private static WasmModule split(byte[] wasm) {
        return Parser.parse(ModuleSplitter.split(wasm, Parser.parse(wasm), LIMIT)
                .orElseThrow()
                .wasm());
    }

    private static CoreFixture instance(Engine engine, byte[] wasm) {
        CoreModule module = engine.compile(wasm);
        return new CoreFixture(module, module.instantiate(List.of(), CoreFixture.budget()));
    }

    /** A loop over a switch whose case {@code i} adds 30 times {@code i} to a sum and goes on to the next lower one. */
    private static byte[] loopOverSwitch() {
        WasmBytes code = new WasmBytes().raw(0x02).raw(0x40).raw(0x03).raw(0x40);
        for (int i = 0; i <= CASES; i++) {
            code.raw(0x02).raw(0x40);
        }
        code.raw(0x20).number(0).raw(0x0E).number(CASES);
        for (int i = 0; i <= CASES; i++) {
            code.number(i);
        }
        for (int i = 0; i <= CASES; i++) {
            code.raw(0x0B);
            for (int j = 0; j < 30; j++) {
                code.raw(0x20).number(1).raw(0x42).signed(i).raw(0x7C).raw(0x21).number(1);
            }
            code.raw(0x20).number(0).raw(0x41).signed(1).raw(0x6B).raw(0x21).number(0);
            // Case 0 leaves the loop, the others go around.
            code.raw(0x0C).number(i == 0 ? CASES + 1 : CASES - i);
        }
        return TestModule.of(
                code.raw(0x0B).raw(0x0B).raw(0x20).number(1).raw(0x0B).bytes());
    }

    @Test
    void functionsThatAreSmallEnoughAreLeftAlone() {
        byte[] wasm = loopOverSwitch();
        assertThat(ModuleSplitter.split(wasm, Parser.parse(wasm), 100_000)).isEmpty();
    }

    @Test
    void theCasesOfASwitchAreMovedInGroupsThatAreEnteredByNumber() {
        WasmModule module = split(loopOverSwitch());
        FunctionBody function = module.codeSection().getFunctionBody(TestModule.FUNCTION);
        int pieces = module.codeSection().functionBodyCount() - 4;
        long calls = function.instructions().stream()
                .filter(i -> i.opcode() == OpCode.CALL)
                .count();
        assertThat(pieces).isBetween(CASES / 10, CASES / 2);
        assertThat(calls).isEqualTo(pieces);
        CoreFixture instance = instance(EndiveEngine.create(LIMIT), loopOverSwitch());
        assertThat(instance.call("run", 6, 0, 0, 0)).containsExactly(30 * (6 + 5 + 4 + 3 + 2 + 1));
        assertThat(instance.call("run", CASES, 7, 0, 0)).containsExactly(7 + 30 * CASES * (CASES + 1) / 2);
    }

    @Test
    void recursionThatIsTooDeepIsATrap() {
        // Calls itself, then does much.
        WasmBytes code = new WasmBytes();
        for (int i = 0; i < 4; i++) {
            code.raw(0x20).number(i);
        }
        code.raw(0x10).number(TestModule.FUNCTION).raw(0x21).number(1);
        for (int i = 0; i < 300; i++) {
            code.raw(0x20).number(1).raw(0x42).signed(i).raw(0x7C).raw(0x21).number(5);
            code.raw(0x20).number(5).raw(0x42).signed(i).raw(0x7E).raw(0x21).number(1);
        }
        byte[] wasm = TestModule.of(code.raw(0x20).number(1).raw(0x0B).bytes());
        assertThat(split(wasm).codeSection().functionBodyCount()).isGreaterThan(4);
        CoreFixture instance = instance(EndiveEngine.create(LIMIT), wasm);
        assertThatThrownBy(() -> instance.call("run", 0, 0, 0, 0))
                .isInstanceOfSatisfying(
                        Trap.class, trap -> assertThat(trap.kind()).isEqualTo(Trap.Kind.STACK_EXHAUSTED));
    }

    @Test
    void splitCodeRunsFromTheCache(@TempDir Path folder) {
        byte[] wasm = TestModule.of(RandomFunction.code(new Random(3), 400));
        Optional<Split> split = ModuleSplitter.split(wasm, Parser.parse(wasm), 8000);
        assertThat(split).hasValueSatisfying(s -> assertThat(s.globals()).isNotEmpty());
        String expected = outcome(EndiveEngine.create(), wasm);
        assertThat(outcome(EndiveEngine.withCache(folder), wasm)).isEqualTo(expected);
        assertThat(outcome(EndiveEngine.withCache(folder), wasm)).isEqualTo(expected);
        assertThat(folder).isDirectoryContaining(file -> file.toString().endsWith(".code"));
    }

    private static String outcome(EndiveEngine engine, byte[] wasm) {
        CoreFixture instance = instance(engine, wasm);
        try {
            return "returned " + instance.call("run", 1, 2, 3, 4)[0];
        } catch (Trap trap) {
            return "trapped " + trap.kind() + " hash " + instance.call("hash")[0];
        }
    }
}

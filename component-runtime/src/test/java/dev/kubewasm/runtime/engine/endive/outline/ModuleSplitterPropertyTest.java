package dev.kubewasm.runtime.engine.endive.outline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.runtime.engine.CoreFixture;
import dev.kubewasm.runtime.engine.CoreModule;
import dev.kubewasm.runtime.engine.endive.EndiveEngine;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.testkit.Scale;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import run.endive.wasm.Parser;

/** A module does the same however small its functions are cut. */
class ModuleSplitterPropertyTest {
    private static final int[] LIMITS = {60, 150, 400, 1200};

    private final EndiveEngine whole = EndiveEngine.create(Integer.MAX_VALUE);

    @Test
    void splitFunctionsDoWhatTheyDidWhole() {
        int split = 0;
        int cases = Scale.cases(500);
        for (int seed = 0; seed < cases; seed++) {
            Random random = new Random(seed);
            byte[] wasm = TestModule.of(RandomFunction.code(random, 3 + random.nextInt(12)));
            List<String> expected = run(whole, wasm, seed);
            for (int limit : LIMITS) {
                if (ModuleSplitter.split(wasm, Parser.parse(wasm), limit).isPresent()) {
                    split++;
                    assertThat(run(EndiveEngine.create(limit), wasm, seed))
                            .as("seed %s, limit %s", seed, limit)
                            .isEqualTo(expected);
                }
            }
        }
        assertThat(split).isGreaterThan(2 * cases);
    }

    /** Results and traps of several calls of one instance, and what they leave behind. */
    private static List<String> run(EndiveEngine engine, byte[] wasm, int seed) {
        CoreModule module = engine.compile(wasm);
        CoreFixture fixture = new CoreFixture(module, module.instantiate(List.of(), CoreFixture.budget()));
        Random random = new Random(~seed);
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            long[] arguments = {
                random.nextInt(-8, 8),
                random.nextLong(-8, 8),
                Integer.toUnsignedLong(Float.floatToRawIntBits(random.nextInt(-8, 8))),
                Double.doubleToRawLongBits(random.nextInt(-8, 8))
            };
            try {
                seen.add("returned " + fixture.call("run", arguments)[0]);
            } catch (Trap trap) {
                seen.add("trapped " + trap.kind());
            }
            seen.add("hash " + fixture.call("hash")[0]);
        }
        byte[] memory = new byte[0x4100];
        fixture.memory().read(0, memory, 0, memory.length);
        seen.add(HexFormat.of().formatHex(memory));
        return seen;
    }
}

package dev.kubewasm.runtime.wave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.testkit.Scale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WavePropertyTest {
    /** What mutations put in: pieces of syntax, and what lies at its borders. */
    private static final String[] PIECES = {
        "{", "}", "(", ")", "[", "]", ":", ",", "\"", "'", "\\", "\"\"\"", "//", "\n", "\r", " ", "%", "@", "-", "0",
        "9", "1e9", "-inf", "nan", "some(", "none", "ok", "err(", "true", "\\u{", "\ud83e", "\udd80", "\u0000", "é",
        "a-b", "{:}"
    };

    @Test
    void readsBackWhatItWrites() {
        for (int seed = 0; seed < Scale.cases(100_000); seed++) {
            HandleNames handles = HandleNames.numbered();
            RandomValues random = new RandomValues(new Random(seed), handles);
            ValueType type = random.type();
            Val value = random.value(type);
            String text = Wave.print(value, type, handles);
            Val read = Wave.parse(text, type, handles);
            assertThat(read).as("seed %d, type %s, text %s", seed, type, text).isEqualTo(value);
            assertThat(Wave.print(read, type, handles)).as("seed %d", seed).isEqualTo(text);
        }
    }

    /** Wrong text is refused by the one exception, at a place within the text, in one line; what is read can be written. */
    @Test
    void refusesAnyMutatedTextByWaveException() {
        int refused = 0;
        int cases = Scale.cases(300_000);
        for (int seed = 0; seed < cases; seed++) {
            Random generator = new Random(seed);
            HandleNames handles = HandleNames.numbered();
            RandomValues random = new RandomValues(generator, handles);
            ValueType type = random.type();
            String text = mutate(Wave.print(random.value(type), type, handles), generator);
            try {
                Val value = Wave.parse(text, type, handles);
                assertThat(Wave.parse(Wave.print(value, type, handles), type, handles))
                        .as("seed %d", seed)
                        .isEqualTo(value);
            } catch (WaveException e) {
                refused++;
                assertThat(e.position().offset()).as("seed %d", seed).isBetween(0, text.length());
                assertThat(e.getMessage())
                        .as("seed %d", seed)
                        .doesNotContain("\n")
                        .hasSizeLessThan(700);
            } catch (RuntimeException e) {
                fail("seed %d, type %s, text %s".formatted(seed, type, text), e);
            }
        }
        assertThat(refused).isGreaterThan(cases / 3);
    }

    private static String mutate(String text, Random random) {
        StringBuilder out = new StringBuilder(text);
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(out.length() + 1);
            int end = Math.min(out.length(), at + random.nextInt(4));
            switch (random.nextInt(3)) {
                case 0 -> out.insert(at, PIECES[random.nextInt(PIECES.length)]);
                case 1 -> out.delete(at, end);
                default -> out.replace(at, end, PIECES[random.nextInt(PIECES.length)]);
            }
        }
        return out.toString();
    }
}

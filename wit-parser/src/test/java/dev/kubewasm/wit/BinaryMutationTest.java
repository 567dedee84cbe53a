package dev.kubewasm.wit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.kubewasm.testkit.Mutations;
import dev.kubewasm.testkit.Scale;
import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.print.WitPrinter;
import dev.kubewasm.wit.resolve.Features;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whatever is done to a binary, what comes back is packages or a world that print, or one diagnostic, and no more
 * memory is allocated on the way than the limits on work with types allow.
 */
class BinaryMutationTest {
    /** The seeds are below 3 KiB; the step limit of the resolver alone stands for some 100 MiB. */
    private static final long MAX_ALLOCATED = 256L << 20;

    private static final List<byte[]> SEEDS = Stream.of(
                    "types", "worlds", "ids", "plain", "gates", "uses", "whole", "nested")
            .map(Binaries::read)
            .toList();

    private static final Mutations MUTATIONS = new Mutations(SEEDS);

    @Test
    void nothingThrowsAndWhatIsAcceptedPrints() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int packages = 0;
        int worlds = 0;
        int cases = Scale.cases(200_000);
        for (int i = 0; i < cases; i++) {
            Random random = new Random(i);
            byte[] bytes = MUTATIONS.of(SEEDS.get(random.nextInt(SEEDS.size())), random);
            Features features = random.nextBoolean() ? Features.NONE : Features.ALL;
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                switch (WitBinary.decode("mutated.wasm", bytes, features)) {
                    case WitBinary.Decoded.Packages found -> {
                        assertThat(found.resolution().ok()).isTrue();
                        Wit.resolve(List.of(
                                new WitSource("printed.wit", found.resolution().print())));
                        packages++;
                    }
                    case WitBinary.Decoded.OfComponent found -> {
                        assertThat(WitPrinter.print(found.world())).isNotEmpty();
                        worlds++;
                    }
                    case WitBinary.Decoded.Failed failed -> assertExplained(failed.diagnostics());
                }
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError("seed " + i + " on " + HexFormat.of().formatHex(bytes), e);
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes allocated, seed %d", i)
                    .isLessThan(MAX_ALLOCATED);
        }
        assertThat(packages)
                .as("mutations that are still packages, of %d", cases)
                .isPositive();
        assertThat(worlds)
                .as("mutations that are still components, of %d", cases)
                .isPositive();
    }

    private static void assertExplained(List<Diagnostic> diagnostics) {
        assertThat(diagnostics).hasSize(1);
        assertThat(diagnostics.getFirst().message())
                .isNotBlank()
                .doesNotContain("null", "\n")
                .hasSizeLessThan(800);
    }
}

package dev.kubewasm.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.kubewasm.testkit.Mutations;
import dev.kubewasm.testkit.ProjectRoot;
import dev.kubewasm.testkit.Scale;
import dev.kubewasm.wit.binary.Proposal;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is done to a component or a core module, it is valid or there is one typed error, in bounded memory. */
class ComponentMutationTest {
    private static final long MAX_ALLOCATED = 256L << 20;

    @Test
    void whatIsNotValidIsSaidInOneSentence() throws Exception {
        List<byte[]> seeds = new ArrayList<>(Mutants.below(Path.of("src/test/resources/fixtures")));
        seeds.addAll(Mutants.below(ProjectRoot.path().resolve("cli/src/test/resources/wast/scripts")));
        assertThat(seeds.size()).as("seeds").isGreaterThan(70);
        Mutations mutations = new Mutations(seeds);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int valid = 0;
        int cases = Scale.cases(200_000);
        for (int i = 0; i < cases; i++) {
            Random random = Mutations.random(i);
            byte[] seed = seeds.get(random.nextInt(seeds.size()));
            byte[] bytes = random.nextInt(3) == 0 ? Mutations.small(seed, random) : mutations.of(seed, random);
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                Optional<String> problem =
                        Mutants.problem(bytes, random.nextBoolean() ? Proposal.ALL : Proposal.DEFAULT);
                problem.ifPresent(p -> assertThat(p)
                        .isNotBlank()
                        .doesNotContain("Exception", "\n")
                        .hasSizeLessThan(1000));
                valid += problem.isEmpty() ? 1 : 0;
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError("seed " + i + " on " + HexFormat.of().formatHex(bytes), e);
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes allocated, seed %d", i)
                    .isLessThan(MAX_ALLOCATED);
        }
        assertThat(valid).as("mutants that are still valid, of %d", cases).isPositive();
    }
}

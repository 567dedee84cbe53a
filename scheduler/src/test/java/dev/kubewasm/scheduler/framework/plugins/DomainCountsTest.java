package dev.kubewasm.scheduler.framework.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.testkit.Scale;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DomainCountsTest {
    static Stream<Integer> seeds() {
        return IntStream.range(0, Scale.cases(1000)).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theLeastIsTheLeastWhileOneDomainChanges(int seed) {
        Random random = new Random(seed);
        DomainCounts counts = new DomainCounts();
        Map<String, Integer> naive = new HashMap<>();
        for (int i = 0; i < 2 + random.nextInt(20); i++) {
            String domain = "d" + random.nextInt(6);
            int count = random.nextInt(3);
            counts.add(domain, count);
            naive.merge(domain, count, Integer::sum);
        }
        counts.settle();
        DomainCounts untouched = counts.copy();
        int before = Collections.min(naive.values());
        String changing = naive.keySet().iterator().next();
        for (int i = 0; i < 20; i++) {
            int delta = naive.getOrDefault(changing, 0) > 0 && random.nextBoolean() ? -1 : 1;
            counts.change(changing, delta);
            naive.merge(changing, delta, Integer::sum);

            assertThat(counts.least(1)).as("seed %d", seed).isEqualTo(Collections.min(naive.values()));
            assertThat(counts.get(changing)).isEqualTo(naive.get(changing));
        }
        assertThat(untouched.least(1)).isEqualTo(before);
        assertThat(counts.least(naive.size() + 1)).isZero();
    }
}

package dev.kubewasm.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nice values of threads; what they come to in CPU time {@link CpuSharesMeasurement} prints. */
class CpuSharesTest {
    @ParameterizedTest
    @CsvSource({"4000, 0", "1000, 0", "900, 0", "500, 3", "100, 10", "50, 13", "15, 19", "1, 19", "0, 19"})
    void aQuarterMoreIsAStep(long milliCpu, int nice) {
        assertThat(CpuShares.nice(milliCpu)).isEqualTo(nice);
    }

    @ParameterizedTest
    @CsvSource({"250m, 250", "2, 2000", "1.5, 1500"})
    void requestsAreReadInThousandths(String quantity, long milliCpu) {
        assertThat(CpuShares.milliCpu(new ContainerBuilder()
                        .withNewResources()
                        .addToRequests("cpu", new Quantity(quantity))
                        .endResources()
                        .build()))
                .isEqualTo(milliCpu);
    }

    @Test
    void whoRequestsNothingHasTheLeast() {
        assertThat(CpuShares.milliCpu(new ContainerBuilder().build())).isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aThreadHasItAndNoOther() throws Exception {
        AtomicInteger seen = new AtomicInteger(-1);
        int mine = nice();

        Thread.ofPlatform()
                .start(() -> {
                    CpuShares.take(100);
                    seen.set(nice());
                })
                .join();

        assertThat(seen).hasValue(Math.max(mine, 10));
        assertThat(nice()).isEqualTo(mine);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @Timeout(60)
    void aCommandsThreadHasWhatItsContainerRequests() throws Exception {
        try (TestNode node = TestNode.sharingCpu()) {
            node.bind(new PodBuilder(node.pod("spins", "registry.example.com/test/spins:v1", Map.of()))
                    .editSpec()
                    .editFirstContainer()
                    .withNewResources()
                    .addToRequests("cpu", new Quantity("100m"))
                    .endResources()
                    .endContainer()
                    .endSpec()
                    .build());

            node.reconcile();

            // Linux keeps 15 letters of a name. The thread takes its share when it begins, which may be later.
            while (nices("shop/spins/spin").noneMatch(nice -> nice >= 10)) {
                Thread.onSpinWait();
            }
        }
    }

    /** Of this process's threads of that name. */
    private static Stream<Integer> nices(String name) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            return threads
                    .flatMap(thread -> {
                        try {
                            String stat = Files.readString(thread.resolve("stat"));
                            return stat.contains("(" + name + ")") ? Stream.of(nice(stat)) : Stream.empty();
                        } catch (IOException _) {
                            // It has ended.
                            return Stream.empty();
                        }
                    })
                    .toList()
                    .stream();
        }
    }

    /** Of this thread: field 19 of proc_pid_stat(5), the fields counted after the name in brackets, which is the second. */
    private static int nice() {
        try {
            return nice(Files.readString(Path.of("/proc/thread-self/stat")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int nice(String stat) {
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19 - 3]);
    }
}

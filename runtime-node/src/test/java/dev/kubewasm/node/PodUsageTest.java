package dev.kubewasm.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.wiring.WiredImport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Pods are said to use: nothing of theirs may look as if it couldn't be measured. */
class PodUsageTest {
    private final TestNode node = TestNode.ofFixtures();

    /** A consumer, and a provider without a memory: both wait for calls. */
    @BeforeEach
    void start() {
        WiredImport provider = new WiredImport.Provider(
                new WorkloadRef(TestNode.NAMESPACE, "Pod", "counter", TestNode.uid("counter")),
                Optional.of(TestNode.key("counter")));
        node.bind(node.pod("counter", "registry.example.com/test/counter:v1", Map.of()));
        node.bind(node.pod("relay", "registry.example.com/test/relay:v1", Map.of("test:node/counter", provider)));
        node.reconcile();
    }

    @AfterEach
    void close() {
        node.close();
    }

    private PodUsage.ContainerUsage usage(String pod) {
        return node.agent().usage().stream()
                .filter(usage -> usage.pod().equals(TestNode.key(pod)))
                .findFirst()
                .orElseThrow()
                .containers()
                .getFirst();
    }

    private ContainerCall.Answer exec(String pod, String function) {
        return ContainerCall.make(node.agent(), TestNode.key(pod), pod, List.of(function), Duration.ofSeconds(20));
    }

    @Test
    void whatRunsUsesSomeOfEverything() {
        assertThat(List.of("counter", "relay")).allSatisfy(pod -> {
            assertThat(usage(pod).cpuNanos()).isPositive();
            assertThat(usage(pod).memoryBytes()).isPositive();
        });
        assertThat(usage("counter").linearMemoryBytes()).isZero();
        assertThat(usage("relay").linearMemoryBytes()).isEqualTo(1 << 16);
    }

    @Test
    void aCallOverALinkIsTheProvidersAndTheConsumersNeverGoesBack() throws Exception {
        long counter = usage("counter").cpuNanos();
        long relay = usage("relay").cpuNanos();

        node.call("relay", "test:node/relay#next", "");

        assertThat(usage("counter").cpuNanos()).isGreaterThan(counter);
        assertThat(usage("relay").cpuNanos()).isGreaterThanOrEqualTo(relay);
    }

    @Test
    void aCallFromOutsideIsMeasured() {
        long counter = usage("counter").cpuNanos();

        assertThat(exec("counter", "test:node/counter#next").text()).isEqualTo("1");

        assertThat(usage("counter").cpuNanos()).isGreaterThan(counter);
    }

    @Test
    void theNextRunBeginsAnew() {
        for (int i = 0; i < 100; i++) {
            exec("counter", "test:node/counter#next");
        }
        long counter = usage("counter").cpuNanos();
        exec("counter", "test:node/counter#fail");
        node.reconcile();

        assertThat(node.container("counter").getRestartCount()).isEqualTo(1);
        assertThat(usage("counter").cpuNanos()).isPositive().isNotEqualTo(counter);
    }

    @Test
    void itIsSaidHowACallEnded() {
        assertThat(exec("counter", "test:node/counter#next").ending()).isEqualTo(ContainerCall.Ending.PASSED);
        assertThat(exec("counter", "sh").ending()).isEqualTo(ContainerCall.Ending.NOT_EXPORTED);
        assertThat(exec("nobody", "sh").ending()).isEqualTo(ContainerCall.Ending.NOT_RUNNING);
        assertThat(exec("counter", "test:node/counter#fail").ending()).isEqualTo(ContainerCall.Ending.BROKE);
    }
}

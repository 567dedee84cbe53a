package dev.kubewasm.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import java.util.Map;

/** Components that want more memory than the heap has, beside one that wants little. */
final class SmallHeap {
    private SmallHeap() {}

    public static void main(String[] args) throws Exception {
        try (TestNode node = TestNode.ofFixtures()) {
            node.bind(node.pod("counter", "registry.example.com/test/counter:v1", Map.of()));
            node.bind(MemoryLimitsTest.command(node, "leaks"));
            node.runCommands();

            // It was told that there is no more.
            assertThat(node.container("leaks").getState().getTerminated().getMessage())
                    .startsWith("it trapped: ")
                    .contains("unreachable");

            node.bind(MemoryLimitsTest.command(node, "fills-a-table"));
            node.runCommands();

            ContainerStateTerminated full =
                    node.container("fills-a-table").getState().getTerminated();
            assertThat(full.getReason()).isEqualTo("OOMKilled");
            assertThat(full.getExitCode()).isEqualTo(137);

            node.bind(node.pod("roomy", "registry.example.com/test/roomy:v1", Map.of()));
            node.reconcile();

            assertThat(node.waiting("roomy"))
                    .startsWith("CreateContainerError: there is no memory left for a memory of 536870912 bytes");
            assertThat(node.agent().nextAttempt()).as("it is tried again").isPresent();
            assertThat(node.call("counter", "test:node/counter#next", "")).isEqualTo("1");

            node.beginDeletion("fills-a-table", 30);
            node.reconcile();
            assertThat(node.isBound("fills-a-table")).isFalse();
        }
    }
}

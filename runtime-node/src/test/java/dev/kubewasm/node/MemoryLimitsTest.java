package dev.kubewasm.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.testkit.program.ChildJvm;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the memory limit of a container bounds, and what happens where there is less memory than its limit. */
class MemoryLimitsTest {
    private final TestNode node = TestNode.ofFixtures();

    @AfterEach
    void close() {
        node.close();
    }

    static Pod command(TestNode node, String image) {
        return new PodBuilder(node.pod(image, "registry.example.com/test/" + image + ":v1", Map.of()))
                .editSpec()
                .withRestartPolicy("Never")
                .endSpec()
                .build();
    }

    @ParameterizedTest
    @CsvSource({"leaks, it trapped: ", "hoards, it trapped: more than 4096 handles"})
    void whoWantsMoreThanItsLimitEnds(String image, String message) {
        node.bind(limited(image));

        node.runCommands();

        assertThat(node.phase(image)).isEqualTo("Failed");
        assertThat(node.container(image).getState().getTerminated().getMessage())
                .startsWith(message);
    }

    @Test
    void tablesAreBoundedByTheLimit() {
        node.bind(limited("fills-a-table"));

        node.runCommands();

        assertThat(node.phase("fills-a-table")).isEqualTo("Succeeded");
    }

    @Test
    void tenThousandHandlesAreFewForALargerOne() {
        node.bind(command(node, "hoards"));

        node.runCommands();

        assertThat(node.phase("hoards")).isEqualTo("Succeeded");
    }

    private Pod limited(String image) {
        return new PodBuilder(command(node, image))
                .editSpec()
                .editFirstContainer()
                .withNewResources()
                .addToLimits("memory", new Quantity("1Mi"))
                .endResources()
                .endContainer()
                .endSpec()
                .build();
    }

    /** In a process of its own, for it takes all of the heap. */
    @Test
    void aHeapThatIsSmallerThanTheLimitsHurtsNobodyElse() throws Exception {
        ChildJvm.Ended ended = ChildJvm.run(SmallHeap.class, "-Xmx96m");

        assertThat(ended.status()).as(ended.output()).isZero();
    }
}

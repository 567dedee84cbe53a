package dev.kubewasm.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.annotations.WiringAnnotation;
import dev.kubewasm.placement.wiring.DecidedWiring.ContainerWiring;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Init containers in their order, and sidecars beside the rest. */
class InitContainersTest {
    private final TestNode node = TestNode.ofFixtures();

    @AfterEach
    void close() {
        node.close();
    }

    private static String image(String name) {
        return "registry.example.com/test/" + name + ":v1";
    }

    private static Container container(String name, String image, @Nullable String restartPolicy) {
        return new ContainerBuilder()
                .withName(name)
                .withImage(image(image))
                .withRestartPolicy(restartPolicy)
                .build();
    }

    private void bind(String restartPolicy, Container main, Container... inits) {
        Map<String, ContainerWiring> wiring = new TreeMap<>();
        wiring.put(main.getName(), node.wire(main.getImage(), Map.of()));
        for (Container init : inits) {
            wiring.put(init.getName(), node.wire(init.getImage(), Map.of()));
        }
        Pod pod = new PodBuilder(node.pod("pod", main.getImage(), Map.of()))
                .editMetadata()
                .addToAnnotations(WiringAnnotation.KEY, TestNode.wiring(wiring))
                .endMetadata()
                .editSpec()
                .withRestartPolicy(restartPolicy)
                .withInitContainers(inits)
                .withContainers(main)
                .endSpec()
                .build();
        node.bind(pod);
    }

    private ContainerStatus init(int index) {
        return node.status("pod").getInitContainerStatuses().get(index);
    }

    @Test
    void mainContainersStartWhenInitContainersHaveSucceeded() {
        bind("Always", container("main", "counter", null), container("first", "succeeds", null));

        node.runCommands();

        assertThat(node.phase("pod")).isEqualTo("Running");
        assertThat(node.ready("pod")).isTrue();
        assertThat(init(0).getState().getTerminated().getReason()).isEqualTo("Completed");
        assertThat(init(0).getReady()).isTrue();
    }

    @Test
    void oneThatFailsIsTriedAgainAndTheOthersWait() {
        bind(
                "Always",
                container("main", "counter", null),
                container("first", "errs", null),
                container("second", "succeeds", null));

        node.runCommands();
        node.pass(Duration.ofSeconds(10));
        node.runCommands();

        assertThat(node.phase("pod")).isEqualTo("Pending");
        assertThat(init(0).getRestartCount()).isEqualTo(2);
        assertThat(init(1).getState().getWaiting()).isNotNull();
        assertThat(node.container("pod").getState().getWaiting()).isNotNull();
    }

    @Test
    void oneThatFailsForGoodFailsThePod() {
        bind("Never", container("main", "counter", null), container("first", "errs", null));

        node.runCommands();

        assertThat(node.phase("pod")).isEqualTo("Failed");
    }

    @Test
    void aComponentThatNeverEndsIsNoInitContainer() {
        bind("Always", container("main", "counter", null), container("first", "counter", null));

        node.reconcile();

        assertThat(init(0).getState().getWaiting().getMessage()).startsWith("an init container runs to completion");
    }

    @Test
    void aSidecarRunsBesideTheMainContainerAndEndsWithIt() {
        bind("Never", container("main", "succeeds", null), container("side", "counter", "Always"));

        node.runCommands();

        assertThat(node.phase("pod")).isEqualTo("Succeeded");
        assertThat(init(0).getState().getTerminated().getExitCode()).isZero();
    }
}

package dev.kubewasm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.wiring.WiredImport;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.testkit.Golden;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The status of a Pod in the main states of its life, as the API server gets it. */
class PodStatusTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestNode node = TestNode.ofFixtures();

    @AfterEach
    void close() {
        node.close();
    }

    private Pod pod(String name, String image, String restartPolicy) {
        WorkloadRef counter = new WorkloadRef(TestNode.NAMESPACE, "Pod", "counter", TestNode.uid("counter"));
        return new PodBuilder(node.pod(
                        name,
                        "registry.example.com/test/" + image + ":v1",
                        Map.of(
                                "test:node/counter",
                                new WiredImport.Provider(counter, Optional.of(TestNode.key("counter"))))))
                .editSpec()
                .withRestartPolicy(restartPolicy)
                .endSpec()
                .withNewStatus()
                .withPhase("Pending")
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("True")
                .withLastTransitionTime("2026-01-02T03:04:00Z")
                .endCondition()
                .endStatus()
                .build();
    }

    private void check(String state, String pod) throws JsonProcessingException {
        Golden.check(
                Path.of("src/test/resources/statuses/" + state + ".json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node.status(pod)) + "\n");
    }

    @Test
    void running() throws Exception {
        node.bind(pod("counter", "counter", "Always"));
        node.reconcile();

        check("running", "counter");
    }

    @Test
    void aPodWithPortsSaysThatNobodyReachesThem() throws Exception {
        node.bind(new PodBuilder(pod("counter", "counter", "Always"))
                .editSpec()
                .editFirstContainer()
                .addNewPort()
                .withContainerPort(8080)
                .endPort()
                .endContainer()
                .endSpec()
                .build());
        node.reconcile();

        assertThat(node.status("counter").getConditions())
                .filteredOn(condition -> condition.getType().equals("kube-wasm/Network"))
                .singleElement()
                .satisfies(condition -> {
                    assertThat(condition.getStatus()).isEqualTo("False");
                    assertThat(condition.getReason()).isEqualTo("NoPodIP");
                    assertThat(condition.getMessage()).contains("no Pod IP yet, and no Service");
                });
        assertThat(node.ready("counter")).isTrue();
    }

    @Test
    void waiting() throws Exception {
        node.bind(pod("relay", "relay", "Always"));
        node.reconcile();

        check("waiting", "relay");
    }

    @Test
    void restarted() throws Exception {
        node.bind(pod("counter", "counter", "Always"));
        node.reconcile();
        node.pass(Duration.ofSeconds(90));
        trap();
        node.reconcile();

        check("restarted", "counter");
    }

    private void trap() {
        assertThatThrownBy(() -> node.call("counter", "test:node/counter#fail", ""))
                .isInstanceOf(Trap.class);
    }

    @Test
    void failed() throws Exception {
        node.bind(pod("counter", "counter", "Never"));
        node.reconcile();
        node.pass(Duration.ofSeconds(90));
        trap();
        node.reconcile();

        check("failed", "counter");
    }

    @Test
    void refused() throws Exception {
        node.bind(new PodBuilder(pod("counter", "counter", "Always"))
                .editSpec()
                .withHostNetwork(true)
                .withHostPID(true)
                .endSpec()
                .build());
        node.reconcile();

        check("refused", "counter");
    }

    @Test
    void succeeded() throws Exception {
        node.bind(pod("job", "succeeds", "OnFailure"));
        node.runCommands();

        check("succeeded", "job");
    }
}

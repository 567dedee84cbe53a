package dev.kubewasm.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.wiring.WiredImport;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code kubectl describe} shows of a Pod's life. */
class EventsTest {
    private static final String PULLED = "Pulled: Container image \"registry.example.com/test/";
    private static final String BACK_OFF = "BackOff: Back-off restarting failed container ";

    private final TestNode node = TestNode.ofFixtures();

    @AfterEach
    void close() {
        node.close();
    }

    private Pod pod(String name, String image) {
        return node.pod(name, "registry.example.com/test/" + image + ":v1", Map.of());
    }

    @Test
    void aPodThatStartsAndIsDeleted() {
        node.bind(pod("counter", "counter"));
        node.reconcile();

        assertThat(node.events("counter"))
                .satisfiesExactly(
                        pulled -> assertThat(pulled)
                                .startsWith(PULLED + "counter:v1@sha256:")
                                .endsWith("\" is ready on this node"),
                        created -> assertThat(created).isEqualTo("Created: Created container: counter"),
                        started -> assertThat(started).isEqualTo("Started: Started container counter"),
                        linked ->
                                assertThat(linked).isEqualTo("Linked: All imports of the Pod's components are served"));

        node.reconcile();
        assertThat(node.events("counter")).isEmpty();

        node.beginDeletion("counter", 30);
        node.reconcile();
        assertThat(node.events("counter")).containsExactly("Killing: Stopping container counter");
    }

    @Test
    void anImageThatIsNotThere() {
        node.bind(pod("gone", "gone"));
        node.reconcile();
        assertThat(node.events("gone")).singleElement().satisfies(failed -> assertThat(failed)
                .startsWith("Failed: Failed to pull image \"registry.example.com/test/gone:v1\": "));

        node.pass(Duration.ofSeconds(10));
        node.reconcile();
        assertThat(node.events("gone")).singleElement().satisfies(backOff -> assertThat(backOff)
                .startsWith("BackOff: Back-off pulling image \"registry.example.com/test/gone:v1\": "));
    }

    @Test
    void aCommandThatFailsIsStartedAgain() {
        node.bind(pod("job", "errs"));
        node.runCommands();
        assertThat(node.events("job")).anyMatch(event -> event.startsWith(BACK_OFF + "job: it ended with exit code 1"));

        node.pass(Duration.ofSeconds(10));
        node.runCommands();
        assertThat(node.events("job")).contains("Started: Started container job");
    }

    @Test
    void aConsumerThatLosesItsProvider() {
        WiredImport.Provider provider = new WiredImport.Provider(
                new WorkloadRef(TestNode.NAMESPACE, "Pod", "counter", TestNode.uid("counter")),
                Optional.of(TestNode.key("counter")));
        node.bind(node.pod("relay", "registry.example.com/test/relay:v1", Map.of("test:node/counter", provider)));
        node.reconcile();
        assertThat(node.events("relay"))
                .containsExactly(
                        "WaitingForProvider: import test:node/counter: no Pod of pod/counter that exports it is"
                                + " Ready on this node");

        node.bind(pod("counter", "counter"));
        node.reconcile();
        assertThat(node.events("relay")).endsWith("Linked: All imports of the Pod's components are served");

        node.delete("counter");
        node.reconcile();
        assertThat(node.events("relay")).singleElement().satisfies(lost -> assertThat(lost)
                .startsWith("WaitingForProvider: WaitingForProvider: import test:node/counter"));
    }

    @Test
    void aPodThatCannotRun() {
        node.bind(new PodBuilder(pod("counter", "counter"))
                .editSpec()
                .withHostNetwork(true)
                .endSpec()
                .build());
        node.reconcile();

        assertThat(node.events("counter"))
                .contains("UnsupportedPod: spec.hostNetwork: components have no network namespace");
    }

    @Test
    void anAgentThatTakesOverSaysNothingAgain() {
        node.bind(pod("counter", "counter"));
        node.reconcile();
        node.events("counter");

        node.replaceAgent();
        node.reconcile();

        assertThat(node.events("counter")).containsOnlyOnce("Started: Started container counter");
    }
}

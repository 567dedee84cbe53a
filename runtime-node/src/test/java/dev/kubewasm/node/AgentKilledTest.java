package dev.kubewasm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.wiring.WiredImport;
import dev.kubewasm.runtime.failure.Trap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent that ends without a word, at any step of what happens to its Pods: another takes its place, and all comes out the same. */
class AgentKilledTest {
    private static final int STEPS = 8;

    private static final int MANY_WRITES = 1_000;

    private TestNode node = TestNode.ofFixtures();

    @AfterEach
    void close() {
        node.close();
    }

    private Pod pod(String name, String image, String restartPolicy, Map<String, WiredImport> providers) {
        return new PodBuilder(node.pod(name, "registry.example.com/test/" + image + ":v1", providers))
                .editSpec()
                .withRestartPolicy(restartPolicy)
                .endSpec()
                .build();
    }

    private void step(int number) throws Exception {
        switch (number) {
            case 0 -> {
                // A consumer waits for its provider.
                WiredImport provider = new WiredImport.Provider(
                        new WorkloadRef(TestNode.NAMESPACE, "Pod", "counter", TestNode.uid("counter")),
                        Optional.of(TestNode.key("counter")));
                node.bind(pod("relay", "relay", "Always", Map.of("test:node/counter", provider)));
                node.reconcile();
            }
            case 1 -> {
                node.bind(pod("counter", "counter", "Always", Map.of()));
                node.reconcile();
            }
            case 2 -> {
                node.bind(pod("job", "succeeds", "Never", Map.of()));
                node.runCommands();
            }
            case 3 -> {
                node.bind(pod("failing", "errs", "OnFailure", Map.of()));
                node.runCommands();
            }
            case 4 -> {
                // Both containers in the call end, and start again.
                assertThatThrownBy(() -> node.call("relay", "test:node/relay#fail", ""))
                        .isInstanceOf(Trap.class);
                node.reconcile();
            }
            case 5 -> {
                node.pass(Duration.ofSeconds(10));
                node.runCommands();
            }
            case 6 -> node.beginDeletion("failing", 30);
            case 7 -> node.reconcile();
            default -> throw new IllegalArgumentException("no step " + number);
        }
    }

    /** After step -1 nothing has happened: that is an agent that begins with nothing. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 2, 3, 4, 5, 6, 7})
    void nothingIsLostNorRunTwice(int killedAfter) throws Exception {
        if (killedAfter < 0) {
            node.replaceAgent();
        }
        for (int number = 0; number < STEPS; number++) {
            step(number);
            if (number == killedAfter) {
                node.replaceAgent();
                node.runCommands();
            }
        }

        assertServed();
        assertThat(node.phase("job")).isEqualTo("Succeeded");
    }

    /** At any of its writes to the cluster, in the middle of its work, whether what it writes arrives or not. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingIsLostNorRunTwiceWhenItIsKilledAtAWrite(boolean arrives) throws Exception {
        int write = 0;
        while (killedAt(write, arrives)) {
            assertServed();
            assertThat(ended("job")).as("killed at write %d", write).isTrue();
            node.close();
            node = TestNode.ofFixtures();
            write++;
        }
        assertThat(write).as("writes in all").isBetween(10, MANY_WRITES);
    }

    /** All steps, the agent killed and replaced at that write; false if there are no more than that. */
    private boolean killedAt(int write, boolean arrives) throws Exception {
        boolean killed = false;
        node.killAgentAtWrite(write, arrives);
        for (int number = 0; number < STEPS; number++) {
            try {
                step(number);
            } catch (TestNode.AgentKilled e) {
                killed = true;
                node.replaceAgent();
                node.runCommands();
            }
        }
        node.pass(Duration.ofMinutes(10));
        node.runCommands();
        return killed;
    }

    /** It succeeded; or its end was lost with the agent that saw it, and then it isn't run again, for its restartPolicy is Never. */
    private boolean ended(String job) {
        return node.phase(job).equals("Succeeded")
                || (node.phase(job).equals("Failed")
                        && node.container(job)
                                .getState()
                                .getTerminated()
                                .getReason()
                                .equals("NodeAgentRestarted"));
    }

    private void assertServed() throws Exception {
        assertThat(node.ready("counter")).isTrue();
        assertThat(node.ready("relay")).isTrue();
        assertThat(node.call("relay", "test:node/relay#next", "")).isEqualTo("1");
        assertThat(node.container("job").getRestartCount()).isZero();
        assertThat(node.isBound("failing")).isFalse();
        assertThat(List.of("counter", "relay"))
                .allSatisfy(name -> assertThat(node.container(name).getRestartCount())
                        // One for the trap, one for the agent where it took a running container with it.
                        .isBetween(1, 2));
    }
}
